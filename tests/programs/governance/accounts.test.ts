import * as governance from '../fixtures/governance.ts';
import { standardTables } from '../support/tables.ts';

describe('governance', () => {
  standardTables('init_config', governance.initConfig);
  standardTables('update_config', governance.updateConfig);
  standardTables('propose_authority', governance.proposeAuthority);
  standardTables('accept_authority', governance.acceptAuthority);
  standardTables('set_pause', governance.setPause);
  standardTables('allow_mint', governance.allowMint);
  standardTables('disallow_mint', governance.disallowMint);
  standardTables('add_verifying_key', () => governance.addVerifyingKey(governance.smallKey));
  standardTables('retire_verifying_key', governance.retireVerifyingKey);
});
