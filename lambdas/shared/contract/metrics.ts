/**
 * The metrics that this system puts out, so that an alarm or a dashboard cannot be on one that does not exist. Those of
 * steps go through the log, in CloudWatch's embedded metric format; a test holds every alarm and widget against this table.
 */

/** Namespace of what the steps put out. */
export const metricNamespace = 'IvsRecordings';

/**
 * Every metric of the steps, with its unit and dimensions. `StateMachine` is the machine's name and tells deployments
 * apart; the others have few values each (`findingSchema`, `engineSchema`), since each combination is billed as a metric.
 *
 * None of them needs an answer, so each may be put out twice when Lambda's answer was lost and the step is tried again.
 * What a redrive does stands with each.
 */
export const metrics = {
  /** Recordings of the span that began more than 49 h ago and have no end; put out by each run of the reconciler. */
  RecordingsOverdue: { unit: 'Count', dimensions: ['StateMachine'] },
  /**
   * From the recording's end, as IVS's metadata file has it, to its judgement as playable; RegisterPlayback follows within
   * a second. Only of runs that a trigger or the reconciler started: an operator's or a backfill's may come years later. A
   * redrive that judges anew tells the whole time, one that resumes behind the judgement tells nothing.
   */
  PlayableAfter: { unit: 'Seconds', dimensions: ['StateMachine'] },
  /** Findings of one kind in one recording. Put out with each judgement that is not refused, by whomever it was asked for. */
  ValidationFindings: { unit: 'Count', dimensions: ['StateMachine', 'Finding'] },
  /** Length of an export that was verified. Once for each time that it was made; a redrive behind VerifyExport adds none. */
  ExportedMedia: { unit: 'Seconds', dimensions: ['StateMachine', 'Engine'] },
  /**
   * Seconds of media for each second from the start of the export's execution to its verification, so with the time that
   * it waited for its turn. Not of a redriven execution, whose time is mostly that until somebody redrove it.
   */
  ExportRatio: { unit: 'None', dimensions: ['StateMachine', 'Engine'] },
  /** US dollars for the minutes of a verified export by the list prices of the contract. What failed before is not in it. */
  ExportCost: { unit: 'None', dimensions: ['StateMachine', 'Engine'] },
  /**
   * Thumbnails that a run of expire-thumbnails deleted; 0 is put out as well, so that silence means something. The machine
   * is process-recording, though none runs: its name tells deployments apart.
   */
  ThumbnailsExpired: { unit: 'Count', dimensions: ['StateMachine'] },
} as const;

/** Name of a metric that a step puts out. */
export type MetricName = keyof typeof metrics;

/**
 * Exports that ended as held back. Counted in the log of the state machine, whose last state alone knows it, and so in a
 * namespace of its own, `IvsRecordings/<stack>`: such a metric can have no dimension.
 */
export const exportsHeldMetric = 'ExportsHeld';

/** Figures with the dimensions that they share. */
export interface Reading {
  readonly dimensions: Readonly<Record<string, string>>;
  readonly values: Readonly<Partial<Record<MetricName, number>>>;
}

/** Name of a state machine, by its ARN (`arn:…:stateMachine:<name>`) or that of an execution (`arn:…:execution:<name>:…`). */
export const stateMachineNameOf = (arn: string): string => arn.split(':')[6] ?? '';
