import type { JobPhase__Output } from '../proto-types/coordinator-v1.ts';

type NameOf<Value> = Value extends `JOB_PHASE_${infer Name}` ? Name : never;

/** A job's phase as coordinators store it and answer with over REST: the proto's names without their prefix. */
export type JobPhaseName = Exclude<NameOf<JobPhase__Output>, 'UNSPECIFIED'>;
