// Original file: proto/cyxwiz/node/v1/training.proto


export interface StartTraining {
  /**
   * Seconds between metrics; 0: five seconds.
   */
  'metricsIntervalSeconds'?: (number);
}

export interface StartTraining__Output {
  /**
   * Seconds between metrics; 0: five seconds.
   */
  'metricsIntervalSeconds': (number);
}
