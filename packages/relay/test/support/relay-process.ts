/** A relay in a process of its own that can be killed: argv is a JSON object {config, operators}. */
import { type RelayConfigInput, startRelay } from '../../src/index.ts';

const { config, operators } = JSON.parse(process.argv[2] ?? '{}') as {
  config: RelayConfigInput;
  operators: Record<string, string>;
};
const relay = await startRelay(config, {
  registry: {
    operatorOf: async (node) => {
      const operator = operators[node];
      return operator === undefined ? undefined : { operator, banned: false };
    },
  },
});
process.once('SIGTERM', () => void relay.close().then(() => process.exit(0)));
process.stdout.write(`${JSON.stringify({ address: relay.address, metricsUrl: relay.metricsUrl })}\n`);
