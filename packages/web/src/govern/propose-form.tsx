import { type Config, executorAddress } from '@cyxwiz/protocol';
import type { ComponentType } from 'preact';
import { useState } from 'preact/hooks';
import { useDone } from '../act/done.tsx';
import { reader } from '../chain/rpc.ts';
import { wordsOf } from '../sign/unsafe.ts';
import { Loading, Notice } from '../ui/parts.tsx';
import { useLoaded } from '../ui/use.ts';
import { DraftAuthority } from './draft-authority.tsx';
import { DraftGuardians } from './draft-guardians.tsx';
import { DraftKeyRetirement } from './draft-key-retirement.tsx';
import { DraftAllowedMint, DraftDisallowedMint } from './draft-mint.tsx';
import { DraftParameters } from './draft-parameters.tsx';
import { DraftPayment } from './draft-payment.tsx';
import type { DraftingProps } from './drafting.tsx';
import { ProposeIt } from './propose-it.tsx';
import { readConfig } from './read.ts';

const KINDS: readonly (readonly [id: string, words: string, ComponentType<DraftingProps>])[] = [
  ['parameters', 'Change parameters', DraftParameters],
  ['payment', 'Pay somebody out of a fund', DraftPayment],
  ['allow', 'Allow another token for jobs', DraftAllowedMint],
  ['disallow', 'No longer allow a token for new jobs', DraftDisallowedMint],
  ['retire', 'Retire a verifying key', DraftKeyRetirement],
  ['guardians', 'Replace the guardians', DraftGuardians],
];

async function load() {
  const config = await readConfig();
  const supply = (await reader.mint(config.cyxwizMint))?.value.supply ?? 0n;
  return { config, needed: (supply * BigInt(config.params.voting.proposalBps) + 9_999n) / 10_000n };
}

/** Puts a change to the vote. */
export function ProposeForm() {
  const loaded = useLoaded('config', load);
  if (loaded.state === 'loading') return <Loading what="Reading what is in force…" />;
  if (loaded.state === 'failed') {
    return <Notice kind="bad" title={wordsOf(loaded.error).message} next={wordsOf(loaded.error).next} />;
  }
  const { config, needed } = loaded.value;
  if (config.authority === executorAddress().toBase58()) return <Form config={config} needed={needed} />;
  return <FirstVote config={config} needed={needed} />;
}

/** While a key is the authority, the only vote that anything comes of is that which takes over from it. */
function FirstVote({ config, needed }: { config: Config; needed: bigint }) {
  const named = config.pendingAuthority === executorAddress().toBase58();
  return (
    <>
      <Notice
        kind="warn"
        title="A key is still the authority here: a vote could not change anything else"
        next={
          named
            ? 'vote that token holders take over, below'
            : 'its holder names the token holders first, with cyxwiz vote hand-over'
        }
      />
      {named && <Proposing kind={DraftAuthority} config={config} needed={needed} />}
    </>
  );
}

function Form({ config, needed }: { config: Config; needed: bigint }) {
  const [chosen, setChosen] = useState('parameters');
  const [, , kind = DraftParameters] = KINDS.find(([id]) => id === chosen) ?? [];
  return (
    <>
      <div class="fields">
        <label>
          What the vote is about
          <select value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
            {KINDS.map(([id, words]) => (
              <option key={id} value={id}>
                {words}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Proposing key={chosen} kind={kind} config={config} needed={needed} />
    </>
  );
}

function Proposing(props: { kind: ComponentType<DraftingProps>; config: Config; needed: bigint }) {
  const { kind: Kind, config, needed } = props;
  const [text, setText] = useState('');
  const doing = useDone();
  return (
    <Kind
      config={config}
      finish={(draft) => (
        <ProposeIt
          draft={draft}
          text={text}
          onText={setText}
          number={config.proposalCount}
          needed={needed}
          doing={doing}
        />
      )}
    />
  );
}
