export * from './amount.ts';
export * from './bytes.ts';
export * from './chain/chain-reader.ts';
export * from './chain/connection-reader.ts';
export * from './chain/errors.ts';
export * from './chain/failure-of.ts';
export * from './chain/send-transaction.ts';
export * from './chain/transaction-rpc.ts';
export * from './failure.ts';
export type * as governanceTypes from './idl/governance.ts';
export type {
  AccountSlot,
  Config,
  ConfigParams,
  CreateProposalArgs,
  Dispute,
  KeyPoints,
  MintPolicy,
  Proposal,
  TokenLock,
  VerifyingKey,
  Vesting,
  VestingArgs,
  VoteRecord,
} from './idl/governance.ts';
export type * as jobEscrowTypes from './idl/job_escrow.ts';
export type {
  Audit,
  Client,
  CreateJobArgs,
  ExactTerms,
  Job,
  JobState,
  Progress,
  ReassignArgs,
  VerificationTier,
} from './idl/job_escrow.ts';
export type * as nodeRegistryTypes from './idl/node_registry.ts';
export type {
  Coordinator,
  Hardware,
  Node,
  Operator,
  RegisterNodeArgs,
  Registry,
  UpdateNodeArgs,
} from './idl/node_registry.ts';
export type * as reputationTypes from './idl/reputation.ts';
export type {
  FoldRules,
  NodeScore,
  OutcomeKind,
  OutcomeRecorded,
  OutcomesApplied,
  ScorePage,
} from './idl/reputation.ts';
export * from './ids.ts';
export * from './instructions/audits.ts';
export * from './instructions/coordinators.ts';
export * from './instructions/disputes.ts';
export * from './instructions/distribution.ts';
export * from './instructions/governance.ts';
export * from './instructions/job-escrow.ts';
export * from './instructions/node-registry.ts';
export * from './instructions/proposals.ts';
export * from './instructions/reputation.ts';
export * from './instructions/token-account.ts';
export * from './instructions/tokens.ts';
export * from './parameters/change.ts';
export * from './parameters/parameters.ts';
export {
  type Address,
  addressOf,
  eventAuthority,
  flatAccounts,
  instructionOf,
  type SeedSources,
} from './program/addresses.ts';
export { decodeType, Reader } from './program/decode.ts';
export { encodeType } from './program/encode.ts';
export * from './program/errors.ts';
export * from './program/events.ts';
export * from './program/idl.ts';
export * from './program/program.ts';
export * from './program/programs.ts';
export * from './program/well-known.ts';
export * as coordinatorV1 from './proto-types/coordinator-v1.ts';
export * as nodeV1 from './proto-types/node-v1.ts';
export * from './scoring/fold.ts';
export * from './scoring/formula.ts';
export * from './scoring/rebuild.ts';
export * from './training/audits.ts';
export * from './training/binding.ts';
export * from './training/canonical-json.ts';
export * from './training/checkpoint-chain.ts';
export * from './training/engine-offer.ts';
export * from './training/job-spec.ts';
export * from './training/process-job.ts';
export * from './training/recheck.ts';
export * from './training/step-circuits.ts';
export * from './wire/address-kind.ts';
export * from './wire/chunk-frame.ts';
export * from './wire/convert.ts';
export { crc32c, crc32cByTables } from './wire/crc32c.ts';
export * from './wire/engine-messages.ts';
export type { JobPhaseName } from './wire/job-phase.ts';
export * from './wire/node-endpoint.ts';
export * from './wire/node-receipt.ts';
export * from './wire/proto.ts';
export * from './wire/relay-messages.ts';
export * from './wire/send-chunks.ts';
export * from './wire/signing.ts';
export * from './wire/unary.ts';
export * from './wire/versions.ts';
