// npm run test:torch: the PyTorch example by the conformance kit and in a whole job. Not in CI: torch fills 5 GB.
import { handOver } from '../lib/hand-over.mjs';
import { setUp } from '../setup.mjs';

await setUp();
handOver(process.execPath, ['node_modules/mocha/bin/mocha.js', 'tests/torch/torch-engine.test.ts']);
