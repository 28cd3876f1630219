// SPDX-License-Identifier: GPL-3.0-or-later
export * from './backends/arkworks.ts';
export * from './backends/backend.ts';
export type { ProverProgress, RequestOptions } from './backends/line-process.ts';
export * from './backends/snarkjs.ts';
export * from './checkpoint-chain.ts';
export * from './circuit-files.ts';
export * from './encode.ts';
export * from './exact/committed-training.ts';
export * from './exact/exact-prover.ts';
export * from './failure.ts';
export * from './groth16.ts';
export * from './prover-pool.ts';
export * from './sample.ts';
export * from './sample-segments.ts';
export * from './sgd-step.ts';
