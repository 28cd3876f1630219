import { askJson } from './api.ts';

/** One time that the parameters were set; values are as on chain. */
export interface Setting {
  readonly transaction: string;
  readonly slot: string;
  readonly at?: string;
  /** Absent: the key that was the authority set them. */
  readonly proposal?: string;
  readonly changes: readonly { readonly path: string; readonly before: string; readonly after: string }[];
}

export interface ParameterHistory {
  /** False: the coordinator is still reading the chain. */
  readonly complete: boolean;
  /** Newest first. */
  readonly settings: readonly Setting[];
}

export const readParameterHistory = () => askJson<ParameterHistory>('GET', '/v1/parameters/history');
