/** What a job's order says, as JSON: enough for the page to build the escrow instruction by itself and compare. */
export interface EscrowOffer {
  readonly job: string;
  readonly wallet: string;
  readonly mint: string;
  readonly node: string;
  /** 32 bytes in hexadecimal. */
  readonly salt: string;
  /** Decimal digits, as are price and deadline. */
  readonly nonce: string;
  /** Base units. */
  readonly price: string;
  readonly decimals: number;
  readonly deadlineSeconds: string;
  /** Of the coordinator, unsigned; base64. */
  readonly transaction: string;
  /** Milliseconds since 1970. */
  readonly reservedUntil: number;
  readonly priceExplanation: readonly string[];
  /** Canonical JSON, whose hash goes on chain. */
  readonly specJson: string;
  /** Hexadecimal. */
  readonly clientNonceHash: string;
  /** Audits asked for; 0 for governance's default. */
  readonly audits: number;
  /** Size of the data set in bytes. */
  readonly dataBytes: number;
}

/** A training that the program follows, and what its page may ask for. */
export interface TrainingView {
  readonly job: string;
  /** As the node says: TRAINING, PAUSED, STOPPED, …; empty before it has said anything. */
  readonly standing: string;
  readonly epoch: number;
  readonly epochs: number;
  /** The node's word, by epoch: loss, and accuracy from 0 to 1; at most 512 points. */
  readonly curve: readonly (readonly [epoch: number, loss: number, accuracy: number])[];
}

/** What goes from the client to the node over the session that the program holds. */
export const DESK_COMMANDS = ['pause', 'resume', 'stop'] as const;
export type DeskCommand = (typeof DESK_COMMANDS)[number];

/** Where a signing desk stands. The page shows the latest, and only that. */
export type DeskEvent =
  /** `pays`: the wallet is to pay for a job; else it only signs. */
  | { readonly state: 'wallet'; readonly what: string; readonly pays: boolean }
  | { readonly state: 'preparing'; readonly wallet: string; readonly pays: boolean }
  | { readonly state: 'escrow'; readonly offer: EscrowOffer }
  | {
      readonly state: 'transaction';
      readonly request: number;
      readonly wallet: string;
      readonly transaction: string;
    }
  | { readonly state: 'paid'; readonly job: string; readonly signature: string }
  /** The program has done what it was started for. */
  | { readonly state: 'done'; readonly title: string; readonly text: string }
  | { readonly state: 'training'; readonly training: TrainingView }
  | { readonly state: 'resting'; readonly text: string }
  | { readonly state: 'failed'; readonly message: string; readonly next: string };
