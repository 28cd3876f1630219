// Original file: proto/cyxwiz/node/v1/training.proto

import type { Long } from '@grpc/proto-loader';

/**
 * At the start of the stream, when the state changes, in answer to a command, and every few seconds.
 */
export interface TrainingStatus {
  /**
   * QUEUED, TRAINING, PAUSED, ANCHORING, PROVING, PROVEN, FAILED, STOPPED.
   */
  'state'?: (string);
  'epoch'?: (number);
  'epochs'?: (number);
  /**
   * Since the job was accepted.
   */
  'elapsedMs'?: (number | string | Long);
  /**
   * Until the last epoch is trained, if the rest goes as fast as what is done; pauses do not count.
   */
  'etaMs'?: (number | string | Long);
  /**
   * Share of all the machine's cores in use, 0 to 1.
   */
  'cpuLoad'?: (number | string);
  /**
   * Of the agent.
   */
  'memoryUsedMib'?: (number | string | Long);
  /**
   * Of the last epoch; 0 before the first.
   */
  'lossMicros'?: (number | string | Long);
  'accuracyPpm'?: (number);
  /**
   * The last epoch whose state is on the node's disk.
   */
  'stateEpoch'?: (number);
  /**
   * Until the next one on this stream, unless something happens before.
   */
  'metricsIntervalSeconds'?: (number);
}

/**
 * At the start of the stream, when the state changes, in answer to a command, and every few seconds.
 */
export interface TrainingStatus__Output {
  /**
   * QUEUED, TRAINING, PAUSED, ANCHORING, PROVING, PROVEN, FAILED, STOPPED.
   */
  'state': (string);
  'epoch': (number);
  'epochs': (number);
  /**
   * Since the job was accepted.
   */
  'elapsedMs': (string);
  /**
   * Until the last epoch is trained, if the rest goes as fast as what is done; pauses do not count.
   */
  'etaMs': (string);
  /**
   * Share of all the machine's cores in use, 0 to 1.
   */
  'cpuLoad': (number);
  /**
   * Of the agent.
   */
  'memoryUsedMib': (string);
  /**
   * Of the last epoch; 0 before the first.
   */
  'lossMicros': (string);
  'accuracyPpm': (number);
  /**
   * The last epoch whose state is on the node's disk.
   */
  'stateEpoch': (number);
  /**
   * Until the next one on this stream, unless something happens before.
   */
  'metricsIntervalSeconds': (number);
}
