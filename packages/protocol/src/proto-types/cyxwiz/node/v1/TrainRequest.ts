// Original file: proto/cyxwiz/node/v1/training.proto

import type { StartTraining as _cyxwiz_node_v1_StartTraining, StartTraining__Output as _cyxwiz_node_v1_StartTraining__Output } from '../../../cyxwiz/node/v1/StartTraining.ts';
import type { PauseTraining as _cyxwiz_node_v1_PauseTraining, PauseTraining__Output as _cyxwiz_node_v1_PauseTraining__Output } from '../../../cyxwiz/node/v1/PauseTraining.ts';
import type { ResumeTraining as _cyxwiz_node_v1_ResumeTraining, ResumeTraining__Output as _cyxwiz_node_v1_ResumeTraining__Output } from '../../../cyxwiz/node/v1/ResumeTraining.ts';
import type { StopTraining as _cyxwiz_node_v1_StopTraining, StopTraining__Output as _cyxwiz_node_v1_StopTraining__Output } from '../../../cyxwiz/node/v1/StopTraining.ts';
import type { CheckpointNow as _cyxwiz_node_v1_CheckpointNow, CheckpointNow__Output as _cyxwiz_node_v1_CheckpointNow__Output } from '../../../cyxwiz/node/v1/CheckpointNow.ts';
import type { SetMetricsInterval as _cyxwiz_node_v1_SetMetricsInterval, SetMetricsInterval__Output as _cyxwiz_node_v1_SetMetricsInterval__Output } from '../../../cyxwiz/node/v1/SetMetricsInterval.ts';

/**
 * Commands are carried out in the order in which they come. Since version 2 each that was carried out is answered by a
 * status; one that is refused ends the stream with the reason, and the training goes on.
 */
export interface TrainRequest {
  'start'?: (_cyxwiz_node_v1_StartTraining | null);
  'pause'?: (_cyxwiz_node_v1_PauseTraining | null);
  'resume'?: (_cyxwiz_node_v1_ResumeTraining | null);
  'stop'?: (_cyxwiz_node_v1_StopTraining | null);
  'checkpoint'?: (_cyxwiz_node_v1_CheckpointNow | null);
  'interval'?: (_cyxwiz_node_v1_SetMetricsInterval | null);
  'command'?: "start"|"pause"|"resume"|"stop"|"checkpoint"|"interval";
}

/**
 * Commands are carried out in the order in which they come. Since version 2 each that was carried out is answered by a
 * status; one that is refused ends the stream with the reason, and the training goes on.
 */
export interface TrainRequest__Output {
  'start'?: (_cyxwiz_node_v1_StartTraining__Output | null);
  'pause'?: (_cyxwiz_node_v1_PauseTraining__Output | null);
  'resume'?: (_cyxwiz_node_v1_ResumeTraining__Output | null);
  'stop'?: (_cyxwiz_node_v1_StopTraining__Output | null);
  'checkpoint'?: (_cyxwiz_node_v1_CheckpointNow__Output | null);
  'interval'?: (_cyxwiz_node_v1_SetMetricsInterval__Output | null);
  'command'?: "start"|"pause"|"resume"|"stop"|"checkpoint"|"interval";
}
