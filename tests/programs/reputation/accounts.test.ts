import * as reputation from '../fixtures/reputation.ts';
import { standardTables } from '../support/tables.ts';

describe('reputation', () => {
  standardTables('init_page', reputation.initPage);
  standardTables('record_outcome', reputation.recordOutcome);
  standardTables('apply_outcomes', reputation.applyOutcomes);
});
