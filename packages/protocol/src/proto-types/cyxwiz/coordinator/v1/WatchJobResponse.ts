// Original file: proto/cyxwiz/coordinator/v1/coordinator.proto

import type { Job as _cyxwiz_coordinator_v1_Job, Job__Output as _cyxwiz_coordinator_v1_Job__Output } from '../../../cyxwiz/coordinator/v1/Job.ts';

export interface WatchJobResponse {
  'job'?: (_cyxwiz_coordinator_v1_Job | null);
}

export interface WatchJobResponse__Output {
  'job': (_cyxwiz_coordinator_v1_Job__Output | null);
}
