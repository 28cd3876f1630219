import { type Comparison, compareTensors } from '@cyxwiz/engine';
import {
  type ChainReader,
  canonicalJson,
  drawnCheckpoints,
  equalBytes,
  fromHex,
  jobId,
  processStart,
  programs,
  toHex,
} from '@cyxwiz/protocol';
import { type Check, Checklist, holds } from '../receipt/checklist.ts';
import { type Anchored, anchoredFault, commitmentOf } from './checkpoints.ts';
import { comparisonText, type OpenedEvidence } from './evidence.ts';
import type { RecheckEvidence } from './evidence-schema.ts';
import { nothingToCompare, type Retrain, toleranceOf, unreadable } from './recheck.ts';

export interface CheckEvidenceOptions {
  /** Where the job's account is looked up. */
  readonly chain?: { readonly reader: ChainReader; genesisHash(): Promise<string> };
  /** Trains the epochs again; without it the accuser's own result is all there is. */
  readonly retrain?: Retrain;
}

export interface CheckedEvidence {
  readonly ok: boolean;
  readonly checks: readonly Check[];
  /** The epochs were trained again here, and led away from the node's checkpoint. */
  readonly reproduced: boolean;
}

/**
 * Whether evidence shows what it claims: that the epochs between two checkpoints which the node anchored do not lead from
 * one to the other. Nothing in it is believed that can be computed.
 */
export async function checkEvidence(
  opened: OpenedEvidence,
  options: CheckEvidenceOptions = {},
): Promise<CheckedEvidence> {
  const { evidence } = opened;
  const list = new Checklist();
  await list.check('the files are those that were named', () => {
    holds(opened.faults.length === 0, opened.faults.join('; '));
    return `${Object.values(opened.files).filter(Boolean).length} files`;
  });
  await checkCommitments(evidence, list);
  await checkFiles(opened, list);
  await checkDraw(evidence, list);
  await checkChain(opened, options.chain, list);
  const reproduced = await checkAgain(opened, options.retrain, list);
  return { ok: list.ok, checks: list.checks, reproduced };
}

/** The account as the evidence gives it. */
function anchoredOf({ job }: RecheckEvidence): Anchored {
  return {
    specHash: fromHex(job.specHash, 32),
    binding: fromHex(job.binding, 32),
    checkpoints: job.checkpoints,
    anchoredCheckpoints: job.anchoredCheckpoints,
    anchoredRoot: fromHex(job.anchoredRoot, 32),
    anchoredWeights: fromHex(job.anchoredWeights, 32),
    anchoredElapsedMs: BigInt(job.anchoredElapsedMs),
  };
}

async function checkCommitments(evidence: RecheckEvidence, list: Checklist): Promise<void> {
  const { specification: spec, job } = evidence;
  await list.check('specification and checkpoints lead to the anchored root', () => {
    const fault = anchoredFault(evidence.checkpoints, anchoredOf(evidence), spec);
    holds(fault === undefined, fault ?? '');
    holds(spec.datasetRoot === job.datasetRoot, 'the data set is another one');
    if (spec.engine === 'process') {
      const start = toHex(processStart(spec.program, spec.seed));
      holds(spec.initialWeights === start, 'program and seed are not those that the job starts with');
    }
    return `${evidence.checkpoints.length} checkpoints`;
  });
  await list.check('the tolerance is the one that was ordered', () => {
    const ordered = toleranceOf(spec);
    holds(alike(evidence.tolerance, ordered), `it was ${JSON.stringify(ordered)}`);
    const { tolerance } = evidence;
    return tolerance ? `|a − b| ≤ ${tolerance.absolute} + ${tolerance.relative} · |b|` : 'equal to the bit';
  });
}

async function checkFiles({ evidence, files }: OpenedEvidence, list: Checklist): Promise<void> {
  const { specification: spec, stretch, checkpoints } = evidence;
  await list.check('both checkpoints are the node’s: it had anchored their commitments', () => {
    const { before, checkpoint } = stretch;
    const [first, last] = [checkpoints[before - 1], checkpoints[checkpoint - 1]];
    holds(before < checkpoint && last !== undefined, `there is no checkpoint ${checkpoint} behind ${before}`);
    const right = stretch.from === (first?.epoch ?? 0) + 1 && stretch.to === last?.epoch;
    holds(right, 'the epochs are not those between the two checkpoints');
    const sides = [
      ['before', files.before, first],
      ['after', files.after, last],
    ] as const;
    for (const [which, bytes, listed] of sides) {
      if (which === 'before' && !listed) {
        holds(bytes === null, 'there is nothing before the first checkpoint');
        continue;
      }
      holds(bytes != null && listed !== undefined, `the state ${which} the epochs is missing`);
      const found = commitmentOf(bytes as Uint8Array, spec.engine);
      holds(found === listed?.weights, `the state ${which} the epochs has the commitment ${found}`);
    }
    return `epochs ${stretch.from} to ${stretch.to}`;
  });
  await list.check('they are apart by what is stated', () => {
    const comparison = comparisonOf(evidence, files);
    holds(!comparison.agree, 'the node’s checkpoint and the re-execution agree: there is no mismatch');
    const found = comparisonText(comparison);
    holds(alike(found, evidence.comparison), 'the differences are others than those stated');
    return summaryOf(comparison);
  });
}

/** Whatever the order of their keys. */
function alike(a: unknown, b: unknown): boolean {
  return equalBytes(canonicalJson(a), canonicalJson(b));
}

function comparisonOf(evidence: RecheckEvidence, files: OpenedEvidence['files']): Comparison {
  const { before, after, again } = files;
  holds(after != null, 'the node’s checkpoint is missing');
  const node = after as Uint8Array;
  const fault = (before && unreadable(before, 'before')) ?? unreadable(node, 'after');
  if (fault) return nothingToCompare(fault);
  holds(again != null, 'the result of the re-execution is missing');
  return compareTensors(node, again as Uint8Array, toleranceOf(evidence.specification));
}

/** What a mismatch consists of, in a line. */
export function summaryOf({ faults, differences }: Comparison): string {
  const tensors = differences.map(
    ({ tensor, differing, elements, worst }) =>
      `${tensor}: ${differing} of ${elements} elements, farthest ${worst.a} where ${worst.b} is due`,
  );
  return [...faults, ...tensors].slice(0, 4).join('; ');
}

async function checkDraw({ draw, job, stretch }: RecheckEvidence, list: Checklist): Promise<void> {
  if (!draw) return;
  await list.check('the checkpoint was drawn with the hash of a slot', () => {
    const count = draw.checkpoints.length;
    const drawn = drawnCheckpoints(fromHex(draw.slotHash, 32), jobId(job.address), job.checkpoints, count);
    holds(drawn.join() === draw.checkpoints.join(), `that hash draws ${drawn.join(', ')}`);
    const asked = drawn.some((one) => one > stretch.before && one <= stretch.checkpoint);
    holds(asked, 'none of these epochs is among them');
    return `slot ${draw.slot}: ${drawn.join(', ')} of ${job.checkpoints}; the hash itself is not looked up`;
  });
}

async function checkChain(
  { evidence, sha256 }: OpenedEvidence,
  chain: CheckEvidenceOptions['chain'],
  list: Checklist,
): Promise<void> {
  if (!chain) return;
  const { job } = evidence;
  await list.check('the chain holds these commitments for the job', async () => {
    holds((await chain.genesisHash()) === evidence.cluster.genesisHash, 'it is another cluster');
    holds(
      evidence.program === programs.jobEscrow.id.toBase58(),
      `the program ${evidence.program} is not ours`,
    );
    const seen = await chain.reader.job(job.address);
    if (!seen)
      throw new Error('the job’s account is closed: look for its anchor_progress in the chain’s history');
    const { value } = seen;
    const pairs: [string, string, string][] = [
      ['node', value.node, job.node],
      ['specification', toHex(value.specHash), job.specHash],
      ['data set', toHex(value.datasetRoot), job.datasetRoot],
      ['binding', toHex(value.binding), job.binding],
      ['root', toHex(value.anchoredRoot), job.anchoredRoot],
      ['last weights', toHex(value.anchoredWeights), job.anchoredWeights],
      ['number of checkpoints', String(value.anchoredCheckpoints), String(job.anchoredCheckpoints)],
    ];
    for (const [what, found, stated] of pairs) holds(found === stated, `its ${what} is ${found}`);
    const dispute = (await chain.reader.dispute(job.address))?.value;
    if (!dispute) return `job ${job.address}; nobody has opened a dispute`;
    const named = [dispute.clientEvidence, dispute.nodeEvidence].some((hash) => toHex(hash) === sha256);
    return `job ${job.address}; its dispute ${named ? 'names this evidence' : 'names OTHER evidence'}`;
  });
}

async function checkAgain(
  { evidence, files }: OpenedEvidence,
  retrain: Retrain | undefined,
  list: Checklist,
): Promise<boolean> {
  if (!retrain || !list.ok || files.again === null) return false;
  let reproduced = false;
  await list.check('trained again here, the epochs do not lead to the node’s checkpoint either', async () => {
    const { stretch, specification: spec } = evidence;
    const from = files.before ? { epoch: stretch.from - 1, bytes: files.before } : null;
    const here = await retrain(from, stretch.to, () => {});
    const comparison = compareTensors(files.after as Uint8Array, here, toleranceOf(spec));
    holds(!comparison.agree, 'they lead to the node’s checkpoint: the node is right');
    reproduced = true;
    const accuser = compareTensors(files.again as Uint8Array, here, toleranceOf(spec));
    return `${summaryOf(comparison)}; the accuser’s result ${accuser.agree ? 'agrees with ours' : 'is another one again'}`;
  });
  return reproduced;
}
