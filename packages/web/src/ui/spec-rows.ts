import { durationText } from './format.ts';

const count = (value: unknown, one: string, many = `${one}s`) =>
  `${Number(value).toLocaleString()} ${value === 1 ? one : many}`;

/** What the parts of a specification are called, and how they are told. */
const WORDS: Readonly<Record<string, readonly [name: string, text?: (value: unknown) => string]>> = {
  version: ['Version of the form'],
  engine: ['Engine'],
  epochs: ['Epochs', (value) => Number(value).toLocaleString()],
  checkpointInterval: ['Checkpoint every', (value) => count(value, 'epoch')],
  estimatedSeconds: ['Estimated time', (value) => durationText(Number(value))],
  shape: [
    'Network',
    (value) => {
      const { inputs, hidden, outputs, batch } = value as Record<string, number>;
      return `${inputs} inputs, ${hidden} hidden, ${outputs} outputs; batches of ${batch}`;
    },
  ],
  exact: [
    'Proven by',
    (value) => {
      const { circuit, keyVersion, steps, batches } = value as Record<string, number>;
      return `circuit ${circuit}, key version ${keyVersion}: ${count(steps, 'step')} a proof, ${count(batches, 'batch', 'batches')} an epoch`;
    },
  ],
  seed: ['Seed'],
  datasetRoot: ['Root of the data set'],
  initialWeights: ['Commitment to the first weights'],
  clientKey: ['The client’s session key'],
};

/** A specification in words and units; what the page does not know stands as it was written. */
export function specRows(specJson: string): readonly (readonly [string, string])[] {
  const spec = JSON.parse(specJson) as Record<string, unknown>;
  const known = Object.keys(WORDS).filter((name) => name in spec);
  const others = Object.keys(spec).filter((name) => !(name in WORDS));
  return [...known, ...others].map((name) => {
    const value = spec[name];
    const [words = name, text] = WORDS[name] ?? [];
    const plain = typeof value === 'object' ? JSON.stringify(value) : String(value);
    return [words, text ? text(value) : plain] as const;
  });
}
