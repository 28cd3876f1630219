// Original file: proto/cyxwiz/coordinator/v1/coordinator.proto

import type { ResourceRequirements as _cyxwiz_coordinator_v1_ResourceRequirements, ResourceRequirements__Output as _cyxwiz_coordinator_v1_ResourceRequirements__Output } from '../../../cyxwiz/coordinator/v1/ResourceRequirements.ts';
import type { Priority as _cyxwiz_coordinator_v1_Priority, Priority__Output as _cyxwiz_coordinator_v1_Priority__Output } from '../../../cyxwiz/coordinator/v1/Priority.ts';
import type { Long } from '@grpc/proto-loader';

export interface EstimatePriceRequest {
  'resources'?: (_cyxwiz_coordinator_v1_ResourceRequirements | null);
  'estimatedSeconds'?: (number | string | Long);
  'priority'?: (_cyxwiz_coordinator_v1_Priority);
  /**
   * Score of the node that would take the job, 0 to 1000; absent: no reputation surcharge or discount.
   */
  'nodeScore'?: (number);
  'mint'?: (string);
  '_nodeScore'?: "nodeScore";
}

export interface EstimatePriceRequest__Output {
  'resources': (_cyxwiz_coordinator_v1_ResourceRequirements__Output | null);
  'estimatedSeconds': (string);
  'priority': (_cyxwiz_coordinator_v1_Priority__Output);
  /**
   * Score of the node that would take the job, 0 to 1000; absent: no reputation surcharge or discount.
   */
  'nodeScore'?: (number);
  'mint': (string);
  '_nodeScore'?: "nodeScore";
}
