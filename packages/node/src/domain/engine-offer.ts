import { programNameSchema } from '@cyxwiz/protocol';
import { z } from 'zod';
import { TRAINING_NICENESS } from './niceness.ts';

const seconds = (max: number) => z.number().positive().max(max);
const text = z
  .string()
  .max(4096)
  .regex(/^[^\0]*$/, 'must not hold a zero byte');
const place = text.regex(/^\/./, 'must be an absolute path, and not the root of all');

/** A program that the owner offers for training, and what it may take. */
export const engineOfferSchema = z.strictObject({
  /** Program and arguments, as they are: no shell reads them. */
  command: z
    .array(text.min(1))
    .min(1)
    .max(64)
    // env(1), which is in front of it where the program is confined, would take it for a variable.
    .refine(([program = '']) => !program.includes('='), 'the program must not have "=" in its name'),
  /** Set for the program besides PATH, LANG, LC_ALL and TZ; nothing else of the agent's environment reaches it. */
  env: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/), text).default({}),
  /** From its start to its hello. */
  helloSeconds: seconds(600).default(60),
  /** Longest silence after that; a program that says nothing for so long hangs. */
  silenceSeconds: seconds(3600).default(60),
  /** From being asked to end to SIGTERM, and from SIGTERM to SIGKILL. */
  graceSeconds: seconds(300).default(5),
  /** How often an epoch is tried again after the program crashed or hung. */
  restarts: z.int().min(0).max(100).default(3),
  /** Largest checkpoint; it is held in memory. */
  maxCheckpointMib: z.int().min(1).max(1024).default(256),
  /** Address space; absent: not limited. Libraries reserve much more than they use. */
  memoryMib: z.int().min(16).max(0xffff_ffff).optional(),
  openFiles: z.int().min(16).max(1_048_576).default(1024),
  niceness: z.int().min(0).max(19).default(TRAINING_NICENESS),
  /** `none`: cut off from every network, where the system lets the agent do that. */
  network: z.enum(['none', 'host']).default('none'),
  /**
   * `own`: it sees its work folder, the data set, the system's programs and libraries, the absolute paths of `command` and
   * `env`, and what the next three say; no other process, where the system lets the agent do that. `host`: what the
   * node's user sees, the node's keys included.
   */
  files: z.enum(['own', 'host']).default('own'),
  readable: z.array(place).max(64).default([]),
  writable: z.array(place).max(64).default([]),
  /** Graphics processors: their device nodes. */
  gpus: z.boolean().default(false),
});

export type EngineOffer = z.output<typeof engineOfferSchema>;

/** By name. */
export const engineOffersSchema = z
  .record(programNameSchema, engineOfferSchema)
  .refine((offers) => Object.keys(offers).length <= 15, { message: 'at most 15 programs can be announced' });

export type EngineOffers = Readonly<Record<string, EngineOffer>>;
