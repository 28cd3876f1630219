/** What a figure should be; `atMost` and `atLeast` are in the figure's own unit. */
export type Aim = { readonly atMost: number } | { readonly atLeast: number };

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Digits after the point when it is written down. */
  readonly digits?: number;
  readonly aim?: Aim;
  readonly how: string;
}

/** One part of the benchmarks: what it measured, and what a reader should know beside it. */
export interface Section {
  readonly title: string;
  readonly intro: string;
  readonly figures: readonly Figure[];
  /** Tables of many numbers of one kind. */
  readonly tables?: readonly Table[];
  /** The figures on one line, printed when all is done. */
  readonly summary?: string;
}

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** Says something about the run while it runs. */
export type Say = (text: string) => void;

export interface Part {
  readonly name: string;
  readonly about: string;
  measure(say: Say, options?: PartOptions): Promise<Section>;
}

/** What the command line says of parts that can be made larger or smaller. */
export interface PartOptions {
  readonly sizeMib?: number;
  readonly runs?: number;
}

export function meets({ value, aim }: Figure): boolean | undefined {
  if (aim === undefined) return undefined;
  return 'atMost' in aim ? value <= aim.atMost : value >= aim.atLeast;
}

/** Middle of the sorted values; the mean of the two middle ones for an even count. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}
