// npm run test:python-client: a whole job by a client in Python that has nothing of ours but the .proto files.
import { handOver } from '../lib/hand-over.mjs';
import { setUp } from '../setup.mjs';

await setUp();
handOver(process.execPath, ['node_modules/mocha/bin/mocha.js', 'tests/python-client/python-client.test.ts']);
