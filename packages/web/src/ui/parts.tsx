import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { amountText, short, timeText } from './format.ts';

export function Address({ of, label }: { of: string; label?: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(of).catch(() => undefined);
    setCopied(true);
    setTimeout(() => setCopied(false), 1_500);
  };
  return (
    <button type="button" class="address" title={`${of} – copy`} onClick={copy}>
      <code>{copied ? 'copied' : short(of)}</code>
      <span class="unseen">
        copy {label ?? 'address'} {of}
      </span>
    </button>
  );
}

export function Amount({ units, decimals, unit }: { units: bigint; decimals: number; unit: string }) {
  return (
    <span class="amount">
      {amountText(units, decimals)} <span class="unit">{unit}</span>
    </span>
  );
}

export function Time({ ms }: { ms: number }) {
  return <time dateTime={new Date(ms).toISOString()}>{timeText(ms)}</time>;
}

export type NoticeKind = 'info' | 'good' | 'warn' | 'bad';

/** Said aloud by screen readers when it appears. */
export function Notice(props: {
  kind: NoticeKind;
  title: string;
  children?: ComponentChildren;
  next?: string;
}) {
  const { kind, title, children, next } = props;
  return (
    <div class={`notice ${kind}`} role={kind === 'bad' ? 'alert' : 'status'}>
      <strong>{title}</strong>
      {children && <div>{children}</div>}
      {next && <p class="next">What to do: {next}</p>}
    </div>
  );
}

export function Facts({
  rows,
}: {
  rows: readonly (readonly [string, ComponentChildren] | false | undefined)[];
}) {
  return (
    <dl class="facts">
      {rows.map(
        (row) =>
          row && (
            <div key={row[0]}>
              <dt>{row[0]}</dt>
              <dd>{row[1]}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

export function Loading({ what }: { what: string }) {
  return (
    <div class="loading" role="status">
      <span class="spinner" aria-hidden="true" />
      {what}
    </div>
  );
}

export function Card({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="card">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

export function Progress({ value, max, label }: { value: number; max: number; label: string }) {
  return (
    <span class="progress">
      <progress value={value} max={Math.max(1, max)} aria-label={label} />
      <span>
        {value}/{max}
      </span>
    </span>
  );
}
