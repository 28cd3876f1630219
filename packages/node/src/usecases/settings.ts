/** What the operator decides. Amounts in base units, times as named. */
export interface AgentSettings {
  /** Jobs that are trained at the same time. */
  readonly slots: number;
  /** Jobs below this price are refused. */
  readonly minPrice: bigint;
  /** Mints that the node takes; empty: every mint that the governance allows. */
  readonly mints: readonly string[];
  /** Jobs of clients with a lower score are refused; 0 takes everybody. */
  readonly minClientScore: number;
  /** The agent accepts no job with less than this many lamports for fees. */
  readonly minFeeLamports: bigint;
  readonly maxUploadBytes: number;
  /** DownloadWeights calls that are served at the same time. */
  readonly maxDownloads: number;
  /** Train calls at the same time. */
  readonly maxWatchers: number;
  readonly sessionSeconds: number;
  /** How long Connect waits for an assignment that its client has overtaken. */
  readonly patienceMs: number;
  /** How long a client may hold the training up by pause or stop; then it goes on. */
  readonly pauseLimitSeconds: number;
  /** Days after its end for which a job's weights can be fetched. */
  readonly keepWeightsDays: number;
  /** Days after its end for which a job's curves are kept. */
  readonly keepRecordsDays: number;
  /** Which checkpoints stay for the client to fetch: those that were anchored, or every one. */
  readonly keepCheckpoints: 'anchored' | 'all';
  /** Days after the job's end (with the objection window behind it) for which they stay; 0: none longer than the job. */
  readonly keepCheckpointsDays: number;
  /** Seconds between two metrics on a stream that asks for none of its own. */
  readonly metricsIntervalSeconds: number;
  /** Prove after each anchor, not only after the last one: costs a transaction, secures the pay for it. */
  readonly proveIntermediate: boolean;
  /** Whether jobs of the exact tier are taken, whose steps this node must prove. */
  readonly exactJobs: boolean;
  /** How often the escrow of an open job is read. */
  readonly pollMs: number;
  /** First wait before something that failed is tried again; it doubles up to a minute. */
  readonly retryMs: number;
  /** Heartbeats on chain while a job is open. */
  readonly chainHeartbeatMinutes: number;
  /** Epochs between two reports to the coordinator. */
  readonly reportEveryEpochs: number;
}
