import { EngineError } from './errors.ts';

/** A multilayer perceptron inputs → hidden (ReLU) → outputs, and the number of rows in one SGD step. */
export interface ExactShape {
  readonly inputs: number;
  readonly hidden: number;
  readonly outputs: number;
  readonly batch: number;
}

/** What a shape may be. The upper limits keep a commitment within seconds; `assertRanges` proves them harmless. */
export const SHAPE_LIMITS = {
  inputs: { min: 1, max: 1024 },
  hidden: { min: 1, max: 512 },
  outputs: { min: 2, max: 64 },
  batch: { min: 1, max: 64 },
} as const;

/** @throws EngineError SHAPE_INVALID naming the first field that is not a whole number within its limits. */
export function assertShape(shape: ExactShape): void {
  for (const field of ['inputs', 'hidden', 'outputs', 'batch'] as const) {
    const found: unknown = (shape as Partial<ExactShape> | null | undefined)?.[field];
    const { min, max } = SHAPE_LIMITS[field];
    if (typeof found === 'number' && Number.isInteger(found) && found >= min && found <= max) continue;
    throw new EngineError(
      { code: 'SHAPE_INVALID', field, found, min, max },
      `shape.${field} must be a whole number from ${min} to ${max}, not ${String(found)}`,
    );
  }
}

export function sameShape(a: ExactShape, b: ExactShape): boolean {
  return a.inputs === b.inputs && a.hidden === b.hidden && a.outputs === b.outputs && a.batch === b.batch;
}
