import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { ENGINE_WIRE_VERSION, type ProcessJobSpec, processWeightsCommitment } from '@cyxwiz/protocol';
import type { EngineOffer } from '../../../domain/engine-offer.ts';
import { messageOf, NodeError } from '../../../domain/errors.ts';
import type { EngineRun, EpochResult } from '../../../ports/engine.ts';
import type { Log } from '../../../ports/log.ts';
import type { Confinement } from './confinement.ts';
import { broken, EngineGone, EngineProcess } from './engine-process.ts';
import { WorkFolder } from './work-folder.ts';

const MILLIONTHS = 1_000_000;
const MIB = 1024 * 1024;

/** A state behind so many epochs. */
interface Place {
  readonly epoch: number;
  readonly bytes: Uint8Array;
}

export interface ProcessRunOptions {
  readonly spec: ProcessJobSpec;
  readonly offer: EngineOffer;
  readonly dataset: string;
  /** Where the program gets a folder to work in. */
  readonly parent: string;
  /** What it must not see there, and an empty folder to mount its view on. */
  readonly secrets: readonly string[];
  readonly mountPoint: string;
  readonly confinement: Confinement;
  readonly log: Log;
  /** Where to go on. */
  readonly from: Place | null;
}

/** One training by a program; a program that crashes or hangs is started again from the last checkpoint. */
export class ProcessRun implements EngineRun {
  readonly #options: ProcessRunOptions;
  #engine: EngineProcess | null = null;
  #folder: WorkFolder | null = null;
  #place: Place | null;
  #trained = false;
  #canPause = false;
  #gate: { readonly open: Promise<void>; release(): void } | null = null;
  #halted: NodeError | null = null;

  constructor(options: ProcessRunOptions) {
    this.#options = options;
    this.#place = options.from;
  }

  async runEpoch(): Promise<EpochResult> {
    const { offer, log } = this.#options;
    for (let tried = 0; ; tried += 1) {
      try {
        return await this.#epoch();
      } catch (error) {
        const lastWords = this.#engine?.lastWords ?? '';
        await this.#end();
        this.#throwIfHalted();
        if (!(error instanceof EngineGone)) throw error;
        const why = `${messageOf(error)}, ${tried + 1} times`;
        log.warn({ error: messageOf(error), lastWords }, 'the engine is gone');
        if (tried >= offer.restarts) throw broken(why);
      }
    }
  }

  async #epoch(): Promise<EpochResult> {
    while (this.#gate !== null) await this.#gate.open;
    this.#throwIfHalted();
    const engine = this.#engine ?? (await this.#start());
    const epoch = (this.#place?.epoch ?? 0) + 1;
    engine.send({ type: 'train', epoch });
    const told = await engine.next('epoch');
    if (told.epoch !== epoch) throw broken(`it trained epoch ${told.epoch} when ${epoch} was due`);
    const bytes = await this.#taken(told.checkpoint);
    this.#place = { epoch, bytes };
    this.#trained = true;
    return {
      epoch,
      lossMicros: Math.floor(told.loss * MILLIONTHS),
      accuracyPpm: Math.floor(told.accuracy * MILLIONTHS),
      weights: processWeightsCommitment(createHash('sha256').update(bytes).digest()),
    };
  }

  async #start(): Promise<EngineProcess> {
    const { spec, offer, dataset, parent, secrets, mountPoint, confinement } = this.#options;
    const folder = await WorkFolder.create(parent, offer.maxCheckpointMib * MIB);
    this.#folder = folder;
    const place = { folder: folder.path, dataset: resolve(dataset), secrets, mountPoint };
    const engine = new EngineProcess(offer, place, confinement);
    this.#engine = engine;
    const { abilities } = await engine.next('hello');
    this.#canPause = abilities.includes('pause');
    const from = this.#place;
    if (from !== null && !abilities.includes('resume')) throw broken('it cannot go on from a checkpoint');
    const { program, seed, epochs } = spec;
    engine.send({
      type: 'start',
      version: ENGINE_WIRE_VERSION,
      job: { program, seed, epochs },
      dataset,
      folder: folder.path,
      checkpoint: from && { file: await folder.put(from.bytes, from.epoch), epoch: from.epoch },
    });
    await engine.next('ready');
    return engine;
  }

  /** The state behind the last epoch. @throws NodeError TRAINING_FAILED while this run has trained none */
  async snapshot(): Promise<Uint8Array> {
    if (!this.#trained) throw broken('it has trained no epoch yet');
    return this.safetensors();
  }

  async safetensors(): Promise<Uint8Array> {
    if (this.#place === null) throw broken('it has trained no epoch yet');
    return this.#place.bytes;
  }

  pause(): void {
    if (this.#gate !== null) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#gate = { open: promise, release: resolve };
    if (this.#canPause) this.#engine?.send({ type: 'pause' });
  }

  resume(): void {
    const gate = this.#gate;
    this.#gate = null;
    gate?.release();
    if (gate !== null && this.#canPause) this.#engine?.send({ type: 'resume' });
  }

  halt(): void {
    this.#halted ??= new NodeError('TRAINING_FAILED', 'the training was interrupted');
    this.resume();
    this.#engine?.interrupt(this.#halted);
  }

  async close(): Promise<void> {
    this.#halted ??= new NodeError('TRAINING_FAILED', 'the training was closed');
    this.resume();
    await this.#end();
  }

  async #taken(checkpoint: string): Promise<Uint8Array> {
    if (this.#folder === null) throw broken('it has no folder');
    return this.#folder.take(checkpoint);
  }

  #throwIfHalted(): void {
    if (this.#halted !== null) throw this.#halted;
  }

  async #end(): Promise<void> {
    const [engine, folder] = [this.#engine, this.#folder];
    this.#engine = null;
    this.#folder = null;
    await engine?.close();
    await folder?.remove();
  }
}
