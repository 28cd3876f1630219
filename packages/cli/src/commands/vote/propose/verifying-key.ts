import { addVerifyingKey, CHECKPOINT_CHAIN_CIRCUIT, retireVerifyingKey } from '@cyxwiz/protocol';
import { keyFault, keyHash, parseVerifyingKey } from '@cyxwiz/sdk';
import { Argument, Option } from 'commander';
import { badInput } from '../../../failure/cli-error.ts';
import { readJson } from '../../../input/file.ts';
import { wholeNumber } from '../../../input/numbers.ts';
import type { Kind } from './proposing.ts';

interface KeyOptions {
  readonly circuit: number;
  readonly keyVersion: number;
}

const keyOptions = (): Option[] => [
  new Option('--circuit <n>', 'number of the circuit in circuits.json')
    .argParser(wholeNumber(1, 65_535))
    .default(CHECKPOINT_CHAIN_CIRCUIT, '1, checkpoint_chain'),
  new Option('--key-version <n>', 'which key of that circuit')
    .argParser(wholeNumber(1, 65_535))
    .makeOptionMandatory(),
];

const named = ({ circuit, keyVersion }: KeyOptions) =>
  [
    ['circuit', String(circuit)],
    ['key version', String(keyVersion)],
  ] as const;

export const keyAdd: Kind<KeyOptions & { readonly steps: number }> = {
  name: 'key-add',
  summary: 'add a version of a circuit’s verifying key',
  argument: new Argument('<file>', 'the key as snarkjs writes it, *.vk.json'),
  options: [
    ...keyOptions(),
    new Option('--steps <n>', 'training steps that one proof covers; 0 for a circuit that proves none')
      .argParser(wholeNumber(0, 15))
      .default(0),
  ],
  draft: async ({ chain, config, executor, payer, options, given: [file = ''] }) => {
    const { points, development } = parseVerifyingKey(await readJson(file, 'file'), 'file');
    const fault = keyFault(points);
    if (fault) throw badInput('file', `${file}: ${fault}`, 'governance would refuse it; use another key');
    const { circuit, keyVersion, steps } = options;
    if (await chain.verifyingKey(circuit, keyVersion)) {
      const wrong = `circuit ${circuit} has a key of version ${keyVersion} already`;
      throw badInput('--key-version', wrong, 'keys are never overwritten: give the next number');
    }
    if (development && !config.allowDevelopmentKeys) {
      throw badInput(
        'file',
        `${file} is a development key, which this cluster refuses`,
        'use a key from a ceremony',
      );
    }
    const publicInputs = points.ic.length - 1;
    const key = { circuit, keyVersion, development, publicInputs, steps, points };
    return {
      instruction: addVerifyingKey(key, executor, payer),
      shown: [
        ...named(options),
        ['public inputs', String(publicInputs)],
        ['steps in a proof', String(steps)],
        ['key sha256', keyHash(points)],
        ['made for', development ? 'DEVELOPMENT (forgeable by anyone)' : 'production'],
      ],
      data: { circuit, keyVersion, development, publicInputs, steps, keyHash: keyHash(points) },
    };
  },
};

export const keyRetire: Kind<KeyOptions> = {
  name: 'key-retire',
  summary: 'keep a verifying key from new jobs; jobs that have it finish with it',
  options: keyOptions(),
  draft: async ({ chain, executor, options }) => {
    const { circuit, keyVersion } = options;
    if (!(await chain.verifyingKey(circuit, keyVersion))) {
      throw badInput(
        '--key-version',
        `circuit ${circuit} has no key of version ${keyVersion}`,
        'check the number',
      );
    }
    return {
      instruction: retireVerifyingKey({ circuit, keyVersion }, executor),
      shown: named(options),
      data: { circuit, keyVersion },
    };
  },
};
