export { type AssetReply, Assets, SECURITY_HEADERS } from './assets.ts';
export { type DeskEvent, type EscrowOffer, openDesk, type SigningDesk } from './desk.ts';
export type { DeskCommand, TrainingView } from './desk-events.ts';
export { type GateReply, rpcGate } from './rpc-gate.ts';
