import { executorAddress, setGuardians } from '@cyxwiz/protocol';
import { useState } from 'preact/hooks';
import { Card } from '../ui/parts.tsx';
import { type DraftingProps, TextField } from './drafting.tsx';
import { addressOf } from './read.ts';

/** Other guardians. */
export function DraftGuardians({ config, finish }: DraftingProps) {
  const [typed, setTyped] = useState<readonly string[]>(config.guardians);
  const [threshold, setThreshold] = useState(config.guardianThreshold);
  const guardians = typed.map((one) => addressOf(one));
  const whole = guardians.every((one) => one !== undefined) && new Set(guardians).size === guardians.length;
  const changed =
    threshold !== config.guardianThreshold || guardians.some((one, at) => one !== config.guardians[at]);
  const faultAt = (at: number) => {
    if (guardians[at] === undefined) return 'That is no address.';
    return guardians.indexOf(guardians[at]) < at ? 'This guardian is named above already.' : undefined;
  };
  return (
    <>
      <Card title="Who they are">
        <p class="small">
          They can stop new jobs for a while, and nothing else: no refund, no withdrawal and no vote waits for
          them. Those of today are filled in.
        </p>
        <div class="fields">
          {typed.map((one, at) => (
            <TextField
              key={at}
              wide
              label={`Guardian ${at + 1}`}
              text={one}
              onText={(text) => setTyped(typed.map((before, place) => (place === at ? text : before)))}
              fault={faultAt(at)}
            />
          ))}
          <label>
            How many of them it takes to pause
            <select
              value={String(threshold)}
              onChange={(event) => setThreshold(Number(event.currentTarget.value))}
            >
              {typed.map((_, at) => (
                <option key={at} value={String(at + 1)}>
                  {at + 1} of {typed.length}
                </option>
              ))}
            </select>
          </label>
        </div>
      </Card>
      {finish(
        whole && changed
          ? {
              key: `${guardians.join()}:${threshold}`,
              instruction: () =>
                setGuardians({ guardians: guardians as string[], threshold }, executorAddress()),
            }
          : undefined,
      )}
    </>
  );
}
