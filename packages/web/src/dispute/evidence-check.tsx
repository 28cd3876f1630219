import { useState } from 'preact/hooks';
import { chosenFile, hashOfFile } from '../ui/hash-field.tsx';
import { Notice, type NoticeKind } from '../ui/parts.tsx';

interface Props {
  readonly job: string;
  readonly hashes: { readonly client: string | undefined; readonly node: string | undefined };
}

interface Finding {
  readonly kind: NoticeKind;
  readonly title: string;
  readonly next?: string;
}

/** Whether files are what a side handed in. They stay in the browser. */
export function EvidenceCheck(props: Props) {
  const [found, setFound] = useState<readonly Finding[]>([]);
  const look = async (files: FileList | null) => {
    try {
      setFound(await findings(files, props));
    } catch (error) {
      setFound([{ kind: 'bad', title: (error as Error).message }]);
    }
  };
  return (
    <section
      class="drop fields"
      aria-label="Compare evidence"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        void look(event.dataTransfer?.files ?? null);
      }}
    >
      <label>
        Compare evidence that you were given: evidence.json, and the files beside it if you like. Choose them
        or drop them here; they stay on your machine
        <input type="file" multiple onChange={(event) => look(event.currentTarget.files)} />
      </label>
      {found.map(({ title, ...finding }) => (
        <Notice key={title} title={title} {...finding} />
      ))}
    </section>
  );
}

async function findings(files: FileList | null, { job, hashes }: Props): Promise<readonly Finding[]> {
  const main = chosenFile(files, 'evidence.json');
  if (!main)
    return [{ kind: 'warn', title: 'None of these is evidence.json', next: 'choose it, or one file' }];
  const hash = await hashOfFile(main);
  const sides = (['client', 'node'] as const).filter((side) => hashes[side] === hash);
  const handed: Finding =
    sides.length > 0
      ? { kind: 'good', title: `This is what the ${sides.join(' and the ')} handed in` }
      : {
          kind: 'bad',
          title: 'Neither side handed this in',
          next: 'do not vote by it; ask for the right files',
        };
  return [handed, ...(await insides(main, files, job))];
}

/** What evidence of a recheck says of itself: its job, and the hashes of the files beside it. */
async function insides(main: File, files: FileList | null, job: string): Promise<Finding[]> {
  const evidence = parsed(await main.text());
  if (evidence?.format !== 'cyxwiz-evidence') return [];
  const found: Finding[] = [];
  if (evidence.job?.address !== job) found.push({ kind: 'bad', title: 'It is about another job' });
  for (const named of Object.values(evidence.files ?? {})) {
    const file = [...(files ?? [])].find(({ name }) => name === named?.name);
    if (!file || !named?.sha256) continue;
    const same = (await hashOfFile(file)) === named.sha256;
    found.push({
      kind: same ? 'good' : 'bad',
      title: same ? `${file.name} is the file that it names` : `${file.name} is not the file that it names`,
    });
  }
  return found;
}

interface Evidence {
  readonly format?: string;
  readonly job?: { readonly address?: string };
  readonly files?: Readonly<Record<string, { readonly name?: string; readonly sha256?: string } | null>>;
}

function parsed(text: string): Evidence | undefined {
  try {
    return JSON.parse(text) as Evidence;
  } catch {
    return undefined;
  }
}
