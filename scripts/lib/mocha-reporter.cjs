// Mocha's spec reporter, which also writes its totals, and every failure by its full title, to the file that
// CYXWIZ_TOTALS names. A process that something keeps alive after its last test has failed too, and is ended.
const { writeFileSync } = require('node:fs');
const { reporters, Runner } = require('mocha');

const LINGERS_MS = 120_000;

const { EVENT_RUN_END, EVENT_TEST_FAIL, EVENT_TEST_PENDING } = Runner.constants;

module.exports = class Totals extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const failures = [];
    const add = (test, error) => failures.push({ title: test.fullTitle(), error });
    // A hook that fails is told here too, under its own name; the tests that it kept from running are in no count.
    runner.on(EVENT_TEST_FAIL, (test, error) => add(test, String(error?.stack ?? error)));
    // A test that is skipped proves nothing, so it counts as failed.
    runner.on(EVENT_TEST_PENDING, (test) => add(test, 'skipped'));
    runner.once(EVENT_RUN_END, () => {
      const tell = () => {
        const totals = { passed: this.stats.passes, failures };
        if (process.env.CYXWIZ_TOTALS) writeFileSync(process.env.CYXWIZ_TOTALS, JSON.stringify(totals));
      };
      tell();
      setTimeout(() => {
        const open = [...new Set(process.getActiveResourcesInfo())].join(', ');
        failures.push({
          title: 'the end of the process',
          error: `it lived on for ${LINGERS_MS / 1000} s after its last test; still open: ${open}`,
        });
        tell();
        process.exit(1);
      }, LINGERS_MS).unref();
    });
  }
};
