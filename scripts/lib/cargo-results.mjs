/** Reads the output of `cargo test`, line by line: how many tests passed, and which failed and how. */
export function cargoResults() {
  const results = { passed: 0, failures: [] };
  let current; // the failure whose output the lines are
  let named = 0;
  const fail = (title, error) => results.failures.push({ title, error });
  return {
    results,
    read(line) {
      const heading = /^---- (.+) stdout ----$/.exec(line);
      if (heading) {
        fail(heading[1], '');
        current = results.failures.at(-1);
        named++;
        return;
      }
      if (line === 'failures:') current = undefined;
      if (current && line) current.error += `${line}\n`;
      const end = /^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/.exec(line);
      if (!end) return;
      const [passed, failed, ignored] = end.slice(1).map(Number);
      results.passed += passed;
      for (let i = named; i < failed; i++) fail('a test without output', line);
      // A test that is ignored proves nothing, so it counts as failed.
      for (let i = 0; i < ignored; i++) fail('an ignored test', line);
      current = undefined;
      named = 0;
    },
  };
}
