import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { crowdPart } from './crowd.ts';
import { demoPart } from './demo.ts';
import { amount, replaceSection, sectionText } from './document.ts';
import { downloadPart } from './download.ts';
import { meets, type Part, type PartOptions } from './figures.ts';
import { jobCostPart } from './job-cost.ts';
import { describeMachine } from './machine.ts';
import { memoryPart } from './memory.ts';
import { proofsPart } from './proofs.ts';
import { relayPart } from './relay.ts';
import { stepProofsPart } from './step-proofs.ts';
import { streamPart } from './stream.ts';

const PARTS: readonly Part[] = [
  jobCostPart,
  proofsPart,
  stepProofsPart,
  downloadPart,
  streamPart,
  crowdPart,
  relayPart,
  memoryPart,
  demoPart,
];
const DOCUMENT = fileURLToPath(new URL('../../../../docs/benchmarks.md', import.meta.url));
const NAMES = PARTS.map(({ name }) => name);

const USAGE = `usage: npm run bench [-- --only PART[,PART…]] [--output FILE]
       npm run bench:stream [-- --size 1024M|4G] [--runs 3] [--output FILE]
       npm run bench:relay [-- --output FILE]
Measures, says so on stderr, and writes docs/benchmarks.md. Ends with 1 when a part could not be measured or an aim
was missed. Parts:
${PARTS.map(({ name, about }) => `  ${name.padEnd(14)}${about}`).join('\n')}
`;

const say = (text: string) => void process.stderr.write(`bench: ${text}\n`);

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      ...{ only: { type: 'string' }, output: { type: 'string' }, help: { type: 'boolean' } },
      ...{ size: { type: 'string' }, runs: { type: 'string' } },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const wanted = values.only?.split(',') ?? NAMES;
  const unknown = wanted.find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new UsageError(`there is no part "${unknown}"`);
  const output = values.output ?? DOCUMENT;
  const machine = describeMachine();
  const options = optionsOf(values);
  const given = [values.only && `--only ${values.only}`, values.size && `--size ${values.size}`];
  const words = [...given, values.runs && `--runs ${values.runs}`].filter((word) => word !== undefined);
  const command = ['npm run bench', ...(words.length > 0 ? ['--', ...words] : [])].join(' ');
  let good = true;
  for (const part of PARTS.filter(({ name }) => wanted.includes(name))) {
    good = (await measure(part, { command, machine, output, options })) && good;
  }
  say(`written to ${output}`);
  for (const summary of summaries) process.stdout.write(`${summary}\n`);
  return good ? 0 : 1;
}

/** @throws UsageError */
function optionsOf({ size, runs }: { size?: string | undefined; runs?: string | undefined }): PartOptions {
  const unit = /^(\d{1,6})([MG])$/.exec(size ?? '1024M');
  if (unit === null || Number(unit[1]) === 0) throw new UsageError('--size is like 512M or 4G');
  if (runs !== undefined && !/^[1-5]$/.test(runs)) throw new UsageError('--runs is 1 to 5');
  return {
    ...(size === undefined ? {} : { sizeMib: Number(unit[1]) * (unit[2] === 'G' ? 1024 : 1) }),
    ...(runs === undefined ? {} : { runs: Number(runs) }),
  };
}

/** Each section is written as soon as it is known: a later part that fails costs nothing that was measured. */
async function measure(
  part: Part,
  run: { command: string; machine: string; output: string; options: PartOptions },
): Promise<boolean> {
  say(`--- ${part.name}: ${part.about}`);
  try {
    const section = await part.measure(say, run.options);
    const date = new Date().toISOString().slice(0, 16).replace('T', ' ').concat(' UTC');
    const text = sectionText(section, { ...run, date });
    const before = await readFile(run.output, 'utf8').catch(() => '');
    await mkdir(dirname(run.output), { recursive: true });
    await writeFile(run.output, replaceSection(before, NAMES, part.name, text));
    for (const figure of section.figures) {
      const missed = meets(figure) === false ? '  MISSES ITS AIM' : '';
      process.stdout.write(`${figure.name}: ${amount(figure)}${missed}\n`);
    }
    if (section.summary !== undefined) summaries.push(section.summary);
    return section.figures.every((figure) => meets(figure) !== false);
  } catch (error) {
    say(`${part.name} could not be measured: ${error instanceof Error ? error.message : String(error)}`);
    if (process.env.CYXWIZ_DEBUG) console.error(error);
    return false;
  }
}

/** What parts say of themselves in one line: the last lines of all. */
const summaries: string[] = [];

class UsageError extends Error {}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.on(signal, () => process.exit(code));
}

try {
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  const usage =
    error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  process.stderr.write(
    `error: ${error instanceof Error ? error.message : String(error)}\n${usage ? `\n${USAGE}` : ''}`,
  );
  process.exit(usage ? 2 : 70);
}
