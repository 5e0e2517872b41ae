/** Names of the metrics that this system puts out, so that an alarm cannot be on one that does not exist. */
export const metricNames = {
  namespace: 'IvsRecordings',
  /** The one dimension: the name of the state machine that the metric is about. */
  stateMachineDimension: 'StateMachine',
  /** Recordings of the span that began more than 49 h ago and have no end; put out by each run of the reconciler. */
  recordingsOverdue: 'RecordingsOverdue',
} as const;
