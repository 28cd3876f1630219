// SPDX-License-Identifier: GPL-3.0-or-later
import { applyBeacon, begin, contribute, finalise, verify } from './steps.ts';

const USAGE = `node circuits/ceremony/run.ts <step> <arguments>

  begin      <circuit.r1cs> <powers.ptau> <out.zkey>
  contribute <in.zkey> <out.zkey> <your name>
  beacon     <in.zkey> <out.zkey> <hexadecimal> [exponent of the iterations, default 10]
  verify     <circuit.r1cs> <powers.ptau> <in.zkey>
  finalise   <circuit.r1cs> <powers.ptau> <in.zkey> <out.vk.json>

See circuits/ceremony/README.md.`;

const steps: Record<
  string,
  { arguments: [least: number, most: number]; run(given: string[]): Promise<string> }
> = {
  begin: {
    arguments: [3, 3],
    run: async ([r1cs = '', ptau = '', out = '']) => {
      await begin({ r1cs, ptau }, out);
      return `${out}: ready for the first contribution`;
    },
  },
  contribute: {
    arguments: [3, 3],
    run: async ([from = '', out = '', name = '']) =>
      `${out}: contribution of ${name}, publish its hash\n${await contribute(from, out, name)}`,
  },
  beacon: {
    arguments: [3, 4],
    run: async ([from = '', out = '', beacon = '', exponent = '10']) =>
      `${out}: beacon applied\n${await applyBeacon(from, out, beacon, Number(exponent))}`,
  },
  verify: {
    arguments: [3, 3],
    run: async ([r1cs = '', ptau = '', zkey = '']) => {
      const people = await verify({ r1cs, ptau }, zkey);
      return `${zkey}: every contribution holds, ${people} of them by people`;
    },
  },
  finalise: {
    arguments: [4, 4],
    run: async ([r1cs = '', ptau = '', zkey = '', out = '']) => {
      await finalise({ r1cs, ptau }, zkey, out);
      return `${out}: written`;
    },
  },
};

const [name = '', ...given] = process.argv.slice(2);
const step = steps[name];
if (!step || given.length < step.arguments[0] || given.length > step.arguments[1]) {
  process.stderr.write(`${USAGE}\n`);
  process.exit(2);
}
try {
  process.stdout.write(`${await step.run(given)}\n`);
  process.exit(0); // snarkjs' threads would keep the process alive
} catch (error) {
  process.stderr.write(`${name}: ${(error as Error).message}\n`);
  process.exit(1);
}
