import * as registry from '../fixtures/node-registry.ts';
import { standardTables } from '../support/tables.ts';

describe('node-registry', () => {
  standardTables('init_registry', registry.initRegistry);
  standardTables('register_node', registry.registerNode);
  standardTables('update_node', registry.updateNode);
  standardTables('heartbeat', registry.heartbeat);
  standardTables('begin_job', registry.beginJob);
  standardTables('end_job', registry.endJob);
  standardTables('fail_job', registry.failJob);
  standardTables('lose_dispute', registry.loseDispute);
});
