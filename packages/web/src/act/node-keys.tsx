import {
  closeNode,
  createTokenAccount,
  equalBytes,
  fromHex,
  type Node,
  stakeVaultAddress,
  updateNode,
} from '@cyxwiz/protocol';
import { PublicKey } from '@solana/web3.js';
import { useState } from 'preact/hooks';
import { reader } from '../chain/rpc.ts';
import { Unsafe } from '../sign/unsafe.ts';
import { Card } from '../ui/parts.tsx';
import { Action } from './action.tsx';
import type { MyNode } from './my-node.tsx';

const HASH = /^[0-9a-f]{64}$/i;

/** The keys that a node's machine holds, and the end of a node. */
export function NodeKeys({ mine, node, onDone }: { mine: MyNode; node: Node; onDone: () => void }) {
  const [hash, setHash] = useState('');
  const owner = new PublicKey(mine.owner);
  const accounts = { owner, node: mine.address };
  const names = new Map([[mine.address, 'Your node']]);
  const sound = HASH.test(hash.trim());
  const same = sound && equalBytes(fromHex(hash.trim().toLowerCase(), 32), node.tlsKeyHash);
  return (
    <>
      <Card title="Keys">
        <h3>TLS key</h3>
        <p class="small">
          Clients accept only the key whose hash stands on chain, and the one before it for a day.{' '}
          <code>cyxwiz node init</code> printed the hash of the node’s key; restart the agent with the new key
          within that day.
        </p>
        <label class="field">
          Hash of the new key
          <input
            type="text"
            class="typed wide"
            autoComplete="off"
            spellcheck={false}
            value={hash}
            aria-invalid={hash !== '' && !sound}
            onInput={(event) => setHash(event.currentTarget.value)}
          />
        </label>
        <Action
          key={hash}
          label="Register this TLS key"
          words="Running sessions go on; new ones take either key for a day, and then the new one only."
          wallet={mine.owner}
          names={names}
          barred={
            !sound
              ? 'Paste 64 hexadecimal digits first.'
              : same
                ? 'This is the registered key already.'
                : undefined
          }
          act={(actions) =>
            actions.send([updateNode({ tlsKeyHash: fromHex(hash.trim().toLowerCase(), 32) }, accounts)])
          }
          onDone={onDone}
        />
        <Action
          label="Revoke the key before"
          words="If it leaked, or once the agent has the new one: clients refuse it from now on."
          wallet={mine.owner}
          names={names}
          barred={node.previousTlsUntil > mine.now ? undefined : 'No key before this one is good.'}
          act={(actions) => actions.send([updateNode({ revokePrevious: true }, accounts)])}
          onDone={onDone}
        />
        <h3>Operator key</h3>
        <p class="small">
          The hot key on the machine. A new one has to sign as well, so that nobody takes a key that is
          another’s. On the machine, <code>cyxwiz node rotate-operator --dir FOLDER --wallet browser</code>{' '}
          makes it, signs with it, and opens a page where you sign with this wallet.
        </p>
      </Card>
      {node.stake === 0n && (
        <Card title="Close the node">
          <Action
            label="Close the node"
            words="Its deposits go back to who paid them; rewards that were not paid are lost. The score stays."
            wallet={mine.owner}
            names={new Map([[stakeVaultAddress(mine.address).toBase58(), 'The node’s stake account']])}
            barred={node.activeJobs > 0 ? 'Its jobs must end first.' : undefined}
            act={async (actions) => {
              const tie = await reader.operator(node.operator);
              if (!tie) throw new Unsafe('nothing ties the operator key to the node', 'try again later');
              const all = {
                ...accounts,
                mint: mine.mint,
                ...(mine.tokenProgram && { tokenProgram: mine.tokenProgram }),
              };
              const payers = { operator: node.operator, rentPayer: node.rentPayer };
              return actions.send([
                createTokenAccount({ payer: owner, ...all }),
                closeNode({ ...all, ...payers, operatorRentPayer: tie.value.rentPayer }),
              ]);
            }}
            onDone={onDone}
          />
        </Card>
      )}
    </>
  );
}
