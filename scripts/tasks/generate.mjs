// npm run generate: rewrites everything that is generated and committed.
import { run } from '../lib/exec.mjs';
import { say } from '../lib/progress.mjs';
import { generateDatabaseClient } from '../steps/database-client.mjs';

say('generate: proto types');
run(process.execPath, ['scripts/generate-proto.mjs']);
say('generate: table of step circuits');
run(process.execPath, ['scripts/generate-step-circuits.mjs']);
say('generate: IDLs');
run(process.execPath, ['scripts/generate-idl.mjs']);
say('generate: documents of the programs');
run(process.execPath, ['scripts/generate-program-docs.mjs']);
say('generate: database client');
generateDatabaseClient();
