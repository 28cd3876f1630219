// Mocha's spec reporter, which also writes its totals to the file that CYXWIZ_TOTALS names.
const { writeFileSync } = require('node:fs');
const { reporters, Runner } = require('mocha');

module.exports = class Totals extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      // A test that is skipped proves nothing, so it counts as failed.
      const totals = { passed: passes, failed: failures + pending };
      if (process.env.CYXWIZ_TOTALS) writeFileSync(process.env.CYXWIZ_TOTALS, JSON.stringify(totals));
    });
  }
};
