// Original file: proto/cyxwiz/coordinator/v1/node_gateway.proto

import type { JobPhase as _cyxwiz_coordinator_v1_JobPhase, JobPhase__Output as _cyxwiz_coordinator_v1_JobPhase__Output } from '../../../cyxwiz/coordinator/v1/JobPhase.ts';

export interface ReportCompletionRequest {
  'job'?: (string);
  'phase'?: (_cyxwiz_coordinator_v1_JobPhase);
  /**
   * Transactions that the coordinator should look at; it reads the chain itself.
   */
  'transactions'?: (string)[];
  'error'?: (string);
}

export interface ReportCompletionRequest__Output {
  'job': (string);
  'phase': (_cyxwiz_coordinator_v1_JobPhase__Output);
  /**
   * Transactions that the coordinator should look at; it reads the chain itself.
   */
  'transactions': (string)[];
  'error': (string);
}
