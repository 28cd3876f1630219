export { SUPPLY } from './set-up-chain.ts';
export * from './start-localnet.ts';
