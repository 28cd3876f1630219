import {
  changeParameters,
  executorAddress,
  isFailure,
  listParameters,
  type Parameters,
  parameterDifferences,
  updateConfig,
} from '@cyxwiz/protocol';
import { useState } from 'preact/hooks';
import { Card } from '../ui/parts.tsx';
import { ChangesTable } from './changes-table.tsx';
import { type DraftingProps, TextField } from './drafting.tsx';
import { chainText, typedText, wordsFor } from './parameter-words.ts';

/** Other values for parameters. */
export function DraftParameters({ config, finish }: DraftingProps) {
  const { params, allowDevelopmentKeys } = config;
  const now = { params, allowDevelopmentKeys };
  const all = listParameters(now);
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [path, setPath] = useState('fees.feeBps');
  const current = all.find((one) => one.path === path)?.value ?? '';
  const { unit, each, words } = wordsFor(path);
  const { next, problem } = parametersOf(now, typed);
  const changes = next ? parameterDifferences(now, next) : [];
  return (
    <>
      <Card title="What changes">
        <div class="fields">
          <label>
            Parameter
            <select value={path} onChange={(event) => setPath(event.currentTarget.value)}>
              {all.map((one) => (
                <option key={one.path} value={one.path}>
                  {wordsFor(one.path).words}
                </option>
              ))}
            </select>
          </label>
          <TextField
            label={`${words}, ${unitWords(unit, each)}`}
            text={typed[path] ?? typedText(path, current)}
            onText={(value) => setTyped((before) => ({ ...before, [path]: value }))}
          />
        </div>
        {problem && <p role="alert">{problem}</p>}
        {changes.length > 0 && <ChangesTable changes={changes} caption="What the vote would be about" />}
        {Object.keys(typed).length > 0 && (
          <button type="button" class="quiet" onClick={() => setTyped({})}>
            Begin again
          </button>
        )}
      </Card>
      {finish(
        next && changes.length > 0
          ? { key: JSON.stringify(typed), instruction: () => updateConfig(next, executorAddress()) }
          : undefined,
      )}
    </>
  );
}

function unitWords(unit: string, each: readonly string[] | undefined): string {
  const one = unit === 'switch' ? 'true or false' : `in ${unit}`;
  return each ? `${one}: ${each.join(', ')}, separated by commas` : one;
}

function parametersOf(now: Parameters, typed: Readonly<Record<string, string>>) {
  try {
    const changes = Object.entries(typed).map(([path, value]) => `${path}=${chainText(path, value)}`);
    return { next: changeParameters(now, changes), problem: undefined };
  } catch (error) {
    if (!isFailure(error) && !(error instanceof RangeError)) throw error;
    return { next: undefined, problem: (error as Error).message };
  }
}
