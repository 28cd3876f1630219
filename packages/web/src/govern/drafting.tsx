import type { Config } from '@cyxwiz/protocol';
import type { PublicKey, TransactionInstruction } from '@solana/web3.js';
import type { ComponentChildren } from 'preact';

/** What a vote would be about. */
export interface Draft {
  /** Another one as soon as anything of it is. */
  readonly key: string;
  /** What the executor runs when it is carried. `payer` stands for whoever executes it. */
  readonly instruction: (payer: PublicKey) => TransactionInstruction;
}

/** A kind of proposal as a form: it shows its fields, and `finish` below them. */
export interface DraftingProps {
  readonly config: Config;
  /** Why and signature; undefined while the fields are not complete. */
  readonly finish: (draft: Draft | undefined) => ComponentChildren;
}

/** A text to type that has a fault or none. */
export function TextField(props: {
  label: string;
  text: string;
  onText: (text: string) => void;
  fault?: string | undefined;
  wide?: boolean;
}) {
  const { label, text, onText, fault, wide } = props;
  return (
    <label>
      {label}
      <input
        class={`typed ${wide ? 'wide' : ''}`}
        type="text"
        autocomplete="off"
        spellcheck={false}
        value={text}
        aria-invalid={fault !== undefined}
        onInput={(event) => onText(event.currentTarget.value)}
      />
      {fault !== undefined && <span class="small soon">{fault}</span>}
    </label>
  );
}
