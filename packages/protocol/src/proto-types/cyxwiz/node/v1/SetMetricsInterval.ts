// Original file: proto/cyxwiz/node/v1/training.proto


export interface SetMetricsInterval {
  /**
   * Seconds from one status to the next on this stream, 1 to 3600 (more counts as 3600); 0: the node's own, five by default.
   */
  'seconds'?: (number);
}

export interface SetMetricsInterval__Output {
  /**
   * Seconds from one status to the next on this stream, 1 to 3600 (more counts as 3600); 0: the node's own, five by default.
   */
  'seconds': (number);
}
