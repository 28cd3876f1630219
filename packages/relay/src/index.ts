export { parseRelayConfig, type RelayConfig, type RelayConfigInput, relayConfigSchema } from './config.ts';
export { RELAY_ERROR_CODES, RelayError, type RelayErrorCode } from './domain/relay-error.ts';
export type { NodeRegistry, RegisteredOperator } from './ports/node-registry.ts';
export { type RelayPorts, type RunningRelay, startRelay } from './start-relay.ts';
