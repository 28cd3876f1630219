// npm run test:old-accounts [-- --write]: accounts as earlier programs wrote them, under the programs of today.
// --write records them anew, by real runs. Allowed until a chain holds accounts that matter: see CONTRIBUTING.md.
import { optionsOf, tableTests } from '../lib/table-tests.mjs';

const { write } = optionsOf('test:old-accounts', [], ['write']);
await tableTests(['tests/programs/old-accounts.test.ts'], {
  CYXWIZ_OLD_ACCOUNTS: write ? 'write' : undefined,
});
