import { CYXWIZ_DECIMALS, governance, sha256, type TransactionSender, toHex } from '@cyxwiz/protocol';
import { ProposalActions } from '@cyxwiz/sdk';
import { Action } from '../act/action.tsx';
import { type Doing, DoneList } from '../act/done.tsx';
import { Unsafe } from '../sign/unsafe.ts';
import { amountText } from '../ui/format.ts';
import { Card } from '../ui/parts.tsx';
import { Link } from '../ui/router.tsx';
import type { Draft } from './drafting.tsx';

interface Props {
  readonly draft: Draft | undefined;
  /** What explains it to voters. */
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly number: bigint;
  /** Locked tokens that proposing takes, base units. */
  readonly needed: bigint;
  readonly doing: Doing;
}

/** Why, and the signature that opens it to votes. */
export function ProposeIt({ draft, text, onText, number, needed, doing: [done, deed] }: Props) {
  const hash = sha256(text);
  return (
    <>
      <Card title="Why">
        <div class="fields">
          <label>
            The text that explains it to voters
            <textarea
              class="typed"
              rows={5}
              value={text}
              onInput={(event) => onText(event.currentTarget.value)}
            />
          </label>
          <p class="small">
            Only its SHA-256 goes on chain: keep the text, to the letter, where voters find it.
            {text && (
              <>
                {' '}
                <code class="hash">{toHex(hash)}</code>
              </>
            )}
          </p>
        </div>
      </Card>
      <Card title="Propose it">
        {draft && text ? (
          <Action
            key={`${draft.key}:${text}`}
            label="Propose it"
            words={`It takes ${amountText(needed, CYXWIZ_DECIMALS)} CYXWIZ that you have locked before; they stay yours. Voting begins at once.`}
            act={(_, { reader, sender, wallet }) =>
              new ProposalActions(reader, wholeOnly(sender), wallet).propose({
                instruction: draft.instruction(wallet.publicKey),
                textHash: hash,
                open: true,
              })
            }
            onDone={deed(`proposal ${number} is open to votes`)}
          />
        ) : (
          <p>Say above what is to change, and why.</p>
        )}
        <DoneList done={done} />
        {done.length > 0 && <Link to={`/governance/proposals/${number}`}>{`To proposal ${number}`}</Link>}
      </Card>
    </>
  );
}

/** A page that signs once must not leave a draft behind that nobody can vote on. */
function wholeOnly(sender: TransactionSender): TransactionSender {
  return {
    simulate: sender.simulate.bind(sender),
    send: (request: Parameters<TransactionSender['send']>[0]) => {
      const last = request.instructions.at(-1);
      if (last && governance.decodeInstruction(last.data)?.name === 'openProposal')
        return sender.send(request);
      const next = 'make it with cyxwiz vote propose, which sends its parts one by one';
      return Promise.reject(new Unsafe('this does not fit one transaction', next));
    },
  } as unknown as TransactionSender;
}
