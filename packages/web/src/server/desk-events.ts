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

/** Where a signing desk stands. The page shows the latest, and only that. */
export type DeskEvent =
  | { readonly state: 'wallet'; readonly what: string }
  | { readonly state: 'preparing'; readonly wallet: string }
  | { readonly state: 'escrow'; readonly offer: EscrowOffer }
  | {
      readonly state: 'transaction';
      readonly request: number;
      readonly wallet: string;
      readonly transaction: string;
    }
  | { readonly state: 'paid'; readonly job: string; readonly signature: string }
  | { readonly state: 'resting'; readonly text: string }
  | { readonly state: 'failed'; readonly message: string; readonly next: string };
