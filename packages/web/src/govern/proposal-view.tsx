import { type Config, executorAddress, type Proposal, proposalAddress, toHex } from '@cyxwiz/protocol';
import { proposalStage } from '@cyxwiz/sdk';
import { useDone } from '../act/done.tsx';
import { readParameterHistory, type Setting } from '../rest/governance.ts';
import { wordsOf } from '../sign/unsafe.ts';
import { Address, Card, Facts, Loading, Notice, Time } from '../ui/parts.tsx';
import { useLoaded } from '../ui/use.ts';
import { Votes } from '../ui/votes.tsx';
import { ChangesTable } from './changes-table.tsx';
import { DeedFacts } from './deed-facts.tsx';
import { ProposalActs } from './proposal-acts.tsx';
import { ProposalGone } from './proposal-gone.tsx';
import { readProposal } from './read.ts';
import { TextCheck } from './text-check.tsx';
import { argumentLines, type Meaning, meaningOf, STAGES } from './words.ts';

const REFRESH_MS = 4_000;
const ms = (seconds: bigint) => Number(seconds) * 1000;

/** Undefined when it is closed, or was never there. */
async function load(number: bigint) {
  const [read, history] = await Promise.all([
    readProposal(number),
    readParameterHistory().catch(() => ({ settings: [] as readonly Setting[] })),
  ]);
  return { ...read, done: history.settings.find((one) => one.proposal === String(number)) };
}

/** A proposal: what it would do, how the votes stand, and what can be done about it. */
export function ProposalView({ number }: { number: bigint }) {
  const loaded = useLoaded(String(number), () => load(number), REFRESH_MS);
  const doing = useDone();
  if (loaded.state === 'loading') return <Loading what="Reading the proposal…" />;
  if (loaded.state === 'failed') {
    return <Notice kind="bad" title={wordsOf(loaded.error).message} next={wordsOf(loaded.error).next} />;
  }
  const { proposal, config, now, done } = loaded.value;
  if (!proposal) return <ProposalGone number={number} setting={done} doing={doing} />;
  const stage = proposalStage(proposal, now);
  const { name, tone, words } = STAGES[stage];
  const meaning = meaningOf(proposal, config);
  const keyRules = config.authority !== executorAddress().toBase58();
  return (
    <>
      <p role="status">
        <span class={`phase ${tone}`}>{name}</span> {words}
      </p>
      {keyRules &&
        stage !== 'executed' &&
        stage !== 'cancelled' &&
        meaning.instruction?.name !== 'acceptAuthority' && (
          <Notice
            kind="warn"
            title="A key is still the authority here, so this could not be executed today"
            next="its holder hands over with cyxwiz vote hand-over; token holders accept with cyxwiz vote propose authority"
          />
        )}
      <What proposal={proposal} meaning={meaning} config={config} done={done} />
      <Card title="Votes">
        <Votes
          sides={[
            { name: 'For', votes: proposal.votesFor },
            { name: 'Against', votes: proposal.votesAgainst },
          ]}
          quorum={proposal.quorum}
        />
        <Facts
          rows={[
            proposal.openedAt > 0n && ['Opened', <Time key="o" ms={ms(proposal.openedAt)} />],
            proposal.openedAt > 0n && ['Voting ends', <Time key="v" ms={ms(proposal.votingEnds)} />],
            proposal.openedAt > 0n && ['Executable from', <Time key="e" ms={ms(proposal.executableFrom)} />],
            proposal.openedAt > 0n && ['Lapses', <Time key="x" ms={ms(proposal.expiresAt)} />],
          ]}
        />
      </Card>
      <ProposalActs proposal={proposal} stage={stage} now={now} doing={doing} />
    </>
  );
}

function What(props: { proposal: Proposal; meaning: Meaning; config: Config; done: Setting | undefined }) {
  const { proposal, meaning, config, done } = props;
  const { instruction, changes, title } = meaning;
  const parameters = instruction?.name === 'updateConfig';
  return (
    <Card title={parameters ? 'What it changes' : 'What it does'}>
      {!parameters && <p class="headline">{title}</p>}
      {!parameters && instruction && (
        <DeedFacts proposal={proposal} instruction={instruction} config={config} />
      )}
      {parameters && done && (
        <ChangesTable changes={done.changes} caption="What it changed when it was executed" />
      )}
      {parameters && !done && changes.length > 0 && (
        <ChangesTable changes={changes} caption="Against what is in force now" />
      )}
      {parameters && !done && changes.length === 0 && <p>{title}.</p>}
      {parameters && proposal.state !== 'Executed' && (
        <p class="small">
          It sets every parameter at once: what another vote changes before this one is executed is set back.
        </p>
      )}
      <Facts
        rows={[
          ['Proposed by', <Address key="b" of={proposal.proposer} label="the proposer’s address" />],
          ['Account', <Address key="a" of={proposalAddress(proposal.number).toBase58()} />],
          ['Runs', instruction ? `${instruction.program}.${instruction.name}` : 'nothing that is understood'],
        ]}
      />
      {!parameters && instruction && (
        <details>
          <summary>Its arguments</summary>
          <Facts rows={argumentLines(instruction.args).map(([path, value]) => [path || 'value', value])} />
        </details>
      )}
      <TextCheck hash={toHex(proposal.textHash)} />
    </Card>
  );
}
