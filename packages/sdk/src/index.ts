export { type CheckedOffer, type ClientOptions, CyxwizClient, type Introduction } from './client.ts';
export {
  CoordinatorClient,
  type JobReport,
  type Offer,
  type Priority,
  type Rejection,
  type Replacement,
  type Resources,
} from './coordinator/client.ts';
export { badInput, ClientError, type ClientErrorCode, type ClientFailure } from './errors.ts';
export { accepted, EscrowActions, parseJobId } from './escrow/actions.ts';
export { type AttendOptions, AuditActions, type AuditStep } from './escrow/audit-actions.ts';
export type { AuditNews } from './escrow/audit-news.ts';
export { deadFrom, restartOf } from './escrow/dead-from.ts';
export { DisputeActions } from './escrow/dispute-actions.ts';
export { escrowSignature } from './escrow/escrow-signature.ts';
export { explainChain } from './escrow/explain-chain.ts';
export { type PaymentFate, paymentFate, type SignedPayment } from './escrow/payment-fate.ts';
export {
  type DisputePhase,
  disputePhase,
  majorityOf,
  quorumOf,
  verdictOf,
  voteReward,
} from './governance/dispute-standing.ts';
export { type Fund, fundHolds, type Payee, payeeOf, payFrom } from './governance/funds.ts';
export { ProposalActions, type Proposing, readProposal } from './governance/proposal-actions.ts';
export { type ProposalStage, proposalInstruction, proposalStage } from './governance/standing.ts';
export { readVesting, TokenActions } from './governance/token-actions.ts';
export { type PreparedJob, prepareJob } from './job-request.ts';
export { type JobRequest, jobRequestSchema } from './job-request-schema.ts';
export { type CheckpointFacts, verifyCheckpoint } from './node/checkpoint.ts';
export { type ReceiptFacts, type SignedNodeReceipt, verifyNodeReceipt } from './node/node-receipt.ts';
export { pinnedCredentials, pinnedTo, tlsKeyHash } from './node/pinned-tls.ts';
export { type Pin, previousPin } from './node/pins.ts';
export { type Reachability, reachabilityOf } from './node/reachability.ts';
export { type NodeAccess, NodeSession } from './node/session.ts';
export type { TrainCommand, Training, TrainingEvent } from './node/train.ts';
export { type DatasetSource, fileDataset } from './node/upload.ts';
export { fileSink, memorySink, type WeightsSink } from './node/weights-sink.ts';
export { checkOffer, type OfferTerms } from './offer.ts';
export type { Check } from './receipt/checklist.ts';
export {
  keyHash,
  parseVerifyingKey,
  readCommittedKey,
  type VerifyingKeyFile,
} from './receipt/committed-key.ts';
export { ledgerDigest, receiptDigest } from './receipt/digest.ts';
export { type Escape, escapes, escapesText } from './receipt/escape.ts';
export { type Evidence, ledgerEvidence, rpcEvidence } from './receipt/evidence.ts';
export { keyFault, verifyGroth16 } from './receipt/groth16.ts';
export { draftReceipt, exportLedger, type IssueInput, sealReceipt } from './receipt/issue.ts';
export { issueReceipt, type OwnJob } from './receipt/issue-from-chain.ts';
export { openReceipt, parseLedger, weightsEvidence } from './receipt/open.ts';
export {
  type Ledger,
  ledgerSchema,
  type Receipt,
  receiptSchema,
  type UnsignedReceipt,
} from './receipt/schema.ts';
export { type Verification, type VerifyOptions, verifyReceipt } from './receipt/verify.ts';
export {
  type CheckEvidenceOptions,
  type CheckedEvidence,
  checkEvidence,
  summaryOf,
} from './recheck/check-evidence.ts';
export {
  type Anchored,
  type CheckpointSource,
  type ListedCheckpoint,
  listedCheckpointSchema,
  requireAnchored,
} from './recheck/checkpoints.ts';
export { type SlotHash, slotHashAfter } from './recheck/draw.ts';
export {
  describeMismatch,
  EVIDENCE_FILE,
  type EvidenceInput,
  type OpenedEvidence,
  openEvidence,
  type WrittenEvidence,
  writeEvidence,
} from './recheck/evidence.ts';
export { evidenceSchema, type RecheckEvidence } from './recheck/evidence-schema.ts';
export { checkpointFile, folderSource, LIST_FILE } from './recheck/folder-source.ts';
export { keptSource, nodeSource } from './recheck/node-source.ts';
export { type Rechecked, type RecheckInput, type Retrain, recheck, toleranceOf } from './recheck/recheck.ts';
export { type RebuiltPage, rebuildPage } from './reputation/rebuild.ts';
export { newSessionKey, type SessionKey } from './session-key.ts';
export { keypairWallet, readKeypairFile, type Wallet } from './wallet.ts';
export { heldOutAccuracy, MAX_PROGRAM_WEIGHTS_BYTES, verifyWeights, weightsCommitment } from './weights.ts';
