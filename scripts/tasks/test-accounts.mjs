// npm run test:accounts [-- --seed S --only program[.instruction] --write]: hands every instruction every wrong account.
// --write notes what was seen as what is expected, for new instructions: read it before you commit it.
import { optionsOf, tableTests } from '../lib/table-tests.mjs';

const { seed, only, write } = optionsOf('test:accounts', ['seed', 'only'], ['write']);
await tableTests(['tests/programs/accounts.test.ts'], {
  CYXWIZ_SEED: seed,
  CYXWIZ_ONLY: only,
  CYXWIZ_ACCOUNTS: write ? 'write' : undefined,
});
