import {
  CHECKPOINT_CHAIN_CIRCUIT,
  executorAddress,
  governance,
  retireVerifyingKey,
  STEP_CIRCUITS,
  type VerifyingKey,
  verifyingKeyAddress,
} from '@cyxwiz/protocol';
import { keyHash } from '@cyxwiz/sdk';
import { useState } from 'preact/hooks';
import { connection } from '../chain/rpc.ts';
import { wordsOf } from '../sign/unsafe.ts';
import { Card, Facts, Loading, Notice } from '../ui/parts.tsx';
import { useLoaded } from '../ui/use.ts';
import type { DraftingProps } from './drafting.tsx';
import { circuitName } from './words.ts';

/** Of each circuit, the versions that the page looks for. */
const VERSIONS = 16;

/** The verifying keys of the circuits that this page knows. */
async function load(): Promise<readonly VerifyingKey[]> {
  const circuits = [CHECKPOINT_CHAIN_CIRCUIT, ...STEP_CIRCUITS.map(({ circuit }) => circuit)];
  const addresses = [...new Set(circuits)].flatMap((circuit) =>
    Array.from({ length: VERSIONS }, (_, at) => verifyingKeyAddress(circuit, at + 1)),
  );
  const accounts = await connection.getMultipleAccountsInfo(addresses);
  return accounts.flatMap((account) =>
    account?.owner.equals(governance.id) ? [governance.decodeAccount('VerifyingKey', account.data)] : [],
  );
}

const idOf = ({ circuit, keyVersion }: VerifyingKey) => `${circuit}:${keyVersion}`;
const named = ({ circuit, keyVersion }: VerifyingKey) => `${circuitName(circuit)}, version ${keyVersion}`;

/** A verifying key that new jobs no longer use. */
export function DraftKeyRetirement({ finish }: DraftingProps) {
  const [chosen, setChosen] = useState<string>();
  const loaded = useLoaded('keys', load);
  if (loaded.state === 'loading') return <Loading what="Reading the verifying keys…" />;
  if (loaded.state === 'failed') {
    return <Notice kind="bad" title={wordsOf(loaded.error).message} next={wordsOf(loaded.error).next} />;
  }
  const keys = loaded.value.filter(({ retired }) => !retired);
  const key = keys.find((one) => idOf(one) === chosen) ?? keys[0];
  if (!key) return <Notice kind="info" title="No verifying key is in use" />;
  const last = !keys.some((one) => one.circuit === key.circuit && one !== key);
  return (
    <>
      <Card title="Which key">
        <div class="fields">
          <label>
            Verifying key
            <select value={idOf(key)} onChange={(event) => setChosen(event.currentTarget.value)}>
              {keys.map((one) => (
                <option key={idOf(one)} value={idOf(one)}>
                  {named(one)}
                </option>
              ))}
            </select>
          </label>
          <p class="small">
            Jobs that have it finish with it; new ones are refused it. It cannot be brought back: a new
            version takes its place.
          </p>
        </div>
        <Facts
          rows={[
            [
              'Proofs with it',
              key.development ? 'can be forged by anyone (development)' : 'come from a ceremony',
            ],
            key.steps > 0 && ['One proof covers', `${key.steps} training step${key.steps === 1 ? '' : 's'}`],
            [
              'SHA-256 of the key',
              <code key="h" class="hash">
                {keyHash(key)}
              </code>,
            ],
          ]}
        />
        {last && (
          <Notice
            kind="warn"
            title="It is the only key of its circuit that is in use"
            next="carry a vote for a new version first: cyxwiz vote propose key-add"
          >
            {key.circuit === CHECKPOINT_CHAIN_CIRCUIT
              ? 'Without one, no new job could be paid.'
              : 'Without one, no new exact job of this kind could be paid.'}
          </Notice>
        )}
      </Card>
      {finish({ key: idOf(key), instruction: () => retireVerifyingKey(key, executorAddress()) })}
    </>
  );
}
