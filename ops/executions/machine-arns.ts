/** The deployment's state machines, and those of them that work on single recordings. */

/** One that works on recordings, by its stem. */
export type RecordingMachine = 'process-recording' | 'export-recording';

/** ARNs of those, as the deployment's outputs name them. */
export interface RecordingMachineArns {
  readonly processRecordingArn: string;
  readonly exportRecordingArn: string;
}

/** All of the deployment's. */
export interface MachineArns extends RecordingMachineArns {
  readonly backfillRecordingsArn: string;
}

/** ARNs of those that work on recordings, by their stems. */
export type MachinesByName = Readonly<Record<RecordingMachine, string>>;

/** Sorts them by their stems. */
export const machinesByName = ({ processRecordingArn, exportRecordingArn }: RecordingMachineArns): MachinesByName => ({
  'process-recording': processRecordingArn,
  'export-recording': exportRecordingArn,
});
