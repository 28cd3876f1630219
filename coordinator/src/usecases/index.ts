import type { Rational } from '../domain/rational.ts';
import type { ChainHistory, ChainReader, Crank, EscrowBuilder, ParameterHistory } from '../ports/chain.ts';
import type { SharedState } from '../ports/shared-state.ts';
import type { Database } from '../ports/stores.ts';
import type { Clock, LatencyProbe, Log, NodeDialler, Random } from '../ports/system.ts';
import type { Tokens } from '../ports/tokens.ts';
import { checkReachability } from './check-reachability.ts';
import { checkReadiness } from './check-readiness.ts';
import { confirmEscrow } from './confirm-escrow.ts';
import { crankChain } from './crank-chain.ts';
import { estimatePrice } from './estimate-price.ts';
import { expireReservations } from './expire-reservations.ts';
import { findCandidates } from './find-candidates.ts';
import { getJob } from './get-job.ts';
import { heartbeat } from './heartbeat.ts';
import { indexChain } from './index-chain.ts';
import { issueChallenge } from './issue-challenge.ts';
import { listEarnings } from './list-earnings.ts';
import { listJobs } from './list-jobs.ts';
import { listNodes } from './list-nodes.ts';
import { listRefusals } from './list-refusals.ts';
import { listReports } from './list-reports.ts';
import { observeJob } from './observe-job.ts';
import { reassignJob } from './reassign-job.ts';
import { reconcileJobs } from './reconcile-jobs.ts';
import { recordSlotHashes } from './record-slot-hashes.ts';
import { registerNode } from './register-node.ts';
import { reportCompletion } from './report-completion.ts';
import { reportProgress } from './report-progress.ts';
import { showOrder } from './show-order.ts';
import { signIn } from './sign-in.ts';
import { submitJob } from './submit-job.ts';
import { watchAssignments } from './watch-assignments.ts';
import { watchJob } from './watch-job.ts';

export interface UseCaseDeps {
  readonly chain: ChainReader;
  readonly history: ChainHistory;
  readonly parameters: ParameterHistory;
  readonly builder: EscrowBuilder;
  readonly crank: Crank | undefined;
  readonly database: Database;
  readonly shared: SharedState;
  readonly tokens: Tokens;
  /** Where people open the page; known once the REST port is bound. */
  readonly pageUrl: () => string;
  readonly clock: Clock;
  readonly random: Random;
  readonly probe: LatencyProbe;
  readonly dialler: NodeDialler;
  readonly log: Log;
  readonly keyBytes: (address: string) => Uint8Array;
  readonly mintRates: ReadonlyMap<string, Rational>;
  readonly walletLimit: number;
  readonly defaultDeadlineSeconds: number;
  readonly pollMs: number;
}

/** Every verb of the coordinator over one set of ports; both surfaces and the background loops call these. */
export function useCases(deps: UseCaseDeps) {
  const observe = observeJob(deps);
  const index = indexChain({ ...deps, observeJob: observe });
  const candidates = findCandidates(deps);
  const expire = expireReservations({ ...deps, observeJob: observe });
  const matching = { ...deps, findCandidates: candidates, expireReservations: expire };
  const [submit, reassign] = [submitJob(matching), reassignJob(matching)];
  return {
    estimatePrice: estimatePrice(deps),
    listParameterSettings: () => deps.parameters.read(),
    listNodes: listNodes({ ...deps, findCandidates: candidates }),
    submitJob: async (...order: Parameters<typeof submit>) => {
      // Nobody pays for an introduction that no node would take.
      await deps.tokens.ready();
      return submit(...order);
    },
    reassignJob: async (...order: Parameters<typeof reassign>) => {
      await deps.tokens.ready();
      return reassign(...order);
    },
    confirmEscrow: confirmEscrow({ ...deps, observeJob: observe }),
    getJob: getJob(deps),
    listJobs: listJobs(deps),
    listReports: listReports(deps),
    listRefusals: listRefusals(deps),
    showOrder: showOrder(deps),
    signIn: signIn(deps),
    listEarnings: listEarnings(deps),
    watchJob: watchJob(deps),
    issueChallenge: issueChallenge(deps),
    registerNode: registerNode(deps),
    checkReachability: checkReachability(deps),
    heartbeat: heartbeat(deps),
    watchAssignments: watchAssignments(deps),
    reportProgress: reportProgress(deps),
    reportCompletion: reportCompletion({ ...deps, indexChain: index, observeJob: observe }),
    indexChain: index,
    reconcileJobs: reconcileJobs({ ...deps, observeJob: observe }),
    expireReservations: expire,
    crankChain: deps.crank && crankChain({ ...deps, crank: deps.crank }),
    recordSlotHashes: deps.crank && recordSlotHashes({ ...deps, crank: deps.crank }),
    checkReadiness: checkReadiness(deps),
    verifySession: (token: string | undefined) => deps.tokens.verifySession(token),
    jwks: () => deps.tokens.jwks(),
  };
}

export type UseCases = ReturnType<typeof useCases>;
