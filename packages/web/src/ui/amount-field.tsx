import { parseAmount } from '@cyxwiz/protocol';

/** Base units of what was typed; undefined while it is no amount above zero. */
export function unitsOf(text: string, decimals: number): bigint | undefined {
  try {
    const units = parseAmount(text.trim(), decimals);
    return units > 0n ? units : undefined;
  } catch {
    return undefined;
  }
}

/** An amount of tokens to type, and what is wrong with it. */
export function AmountField(props: {
  label: string;
  unit: string;
  text: string;
  onText: (text: string) => void;
  /** What is wrong with what was typed. */
  fault?: string | undefined;
}) {
  const { label, unit, text, onText, fault } = props;
  return (
    <label class="field">
      {label}
      <span class="with-unit">
        <input
          class="typed"
          type="text"
          inputMode="decimal"
          autoComplete="off"
          value={text}
          aria-invalid={fault !== undefined}
          onInput={(event) => onText(event.currentTarget.value)}
        />
        <span class="unit">{unit}</span>
      </span>
      {fault !== undefined && <span class="small soon">{fault}</span>}
    </label>
  );
}
