// Original file: proto/cyxwiz/node/v1/training.proto

import type { Long } from '@grpc/proto-loader';

export interface TrainingStatus {
  /**
   * QUEUED, TRAINING, PAUSED, ANCHORING, PROVING, PROVEN, FAILED, STOPPED.
   */
  'state'?: (string);
  'epoch'?: (number);
  'epochs'?: (number);
  'elapsedMs'?: (number | string | Long);
  'etaMs'?: (number | string | Long);
  'cpuLoad'?: (number | string);
  'memoryUsedMib'?: (number | string | Long);
}

export interface TrainingStatus__Output {
  /**
   * QUEUED, TRAINING, PAUSED, ANCHORING, PROVING, PROVEN, FAILED, STOPPED.
   */
  'state': (string);
  'epoch': (number);
  'epochs': (number);
  'elapsedMs': (string);
  'etaMs': (string);
  'cpuLoad': (number);
  'memoryUsedMib': (string);
}
