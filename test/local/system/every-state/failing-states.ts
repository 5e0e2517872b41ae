/** Every state of every definition: how it can fail for good, or why it cannot. */
import { isDistributed, type Machine, readDefinitions, type State } from '../../../statemachines/definitions.ts';

/** A state that is made to fail. */
export interface FailingState {
  readonly machine: string;
  readonly name: string;
  /** An error that no Retry and no Catch of the state takes up, as its service would name it. */
  readonly error: string;
  readonly isItem: boolean;
  /** Whether it writes how things stand into an item of the catalog. */
  readonly isRegistration: boolean;
}

const choosesByType = 'the step returns the field, typed, and a Default or the listed values cover all of it';
const endsWell = 'it has nothing to do';
const failsWithItsItems = 'it reads nothing but what the step returned, typed, and fails only when an item fails';

/** States that cannot fail by themselves, each with the reason. What is not in here has to fail in a test. */
export const cannotFail: Readonly<Record<string, string>> = {
  'IsPlayable?': choosesByType,
  'AreExportsWanted?': choosesByType,
  'WhichEngine?': choosesByType,
  'IsAnythingToStart?': choosesByType,
  'IsSpanListed?': choosesByType,
  'IsRedriven?': 'it compares a number of the context object',
  'IsReconciliation?': choosesByType,
  'AreFailuresLeft?': choosesByType,
  NoteRefusal: 'it copies a number out of the context object',
  ExportAlreadyStarted: 'it copies a name out of an input that StartExport has read before',
  RecordingAlreadyStarted: endsWell,
  StartExports: failsWithItsItems,
  ReportFailures: failsWithItsItems,
  RecordingProcessed: endsWell,
  RecordingEmpty: endsWell,
  RecordingSuperseded: endsWell,
  RecordingExported: endsWell,
  ExportSuperseded: endsWell,
  RecordingsBackfilled: endsWell,
  PauseBeforeJob: 'it waits for as many seconds as the plan says, which is a number',
  ExportHeld: endsWell,
};

/** States that fail for good in a test of their own, since they lie on no way that is common to all. */
export const failsElsewhere: Readonly<Record<string, string>> = {
  RedriveRecording: 'scenarios/backfill-failures.ts: only a backfill that is redriven enters it',
};

/** By the beginning of the resource: what a service says that will say so again. */
const refusals: readonly (readonly [resource: string, error: string])[] = [
  ['${', 'StorageAccessDeniedError'],
  ['arn:aws:states:::dynamodb:', 'DynamoDB.ResourceNotFoundException'],
  ['arn:aws:states:::sns:', 'SNS.AuthorizationErrorException'],
  ['arn:aws:states:::states:', 'StepFunctions.AccessDeniedException'],
  ['arn:aws:states:::s3:', 'S3.AccessDeniedException'],
  // What the service says is caught, and PlanExport tells: see scenarios/mediaconvert.ts. A time-out is not caught.
  ['arn:aws:states:::mediaconvert:', 'States.Timeout'],
];

/** All states but those of {@link cannotFail} and {@link failsElsewhere}. */
export const failingStates = (): FailingState[] =>
  readDefinitions().flatMap(({ name, machine }) => failingIn(name, machine, false));

function failingIn(machine: string, { States }: Machine, isItem: boolean): FailingState[] {
  return Object.entries(States).flatMap(([name, state]) => [
    ...(name in cannotFail || name in failsElsewhere ? [] : [{ machine, name, isItem, ...describe(name, state) }]),
    ...(state.ItemProcessor === undefined ? [] : failingIn(machine, state.ItemProcessor, true)),
  ]);
}

function describe(name: string, state: State) {
  const { Resource = '' } = isDistributed(state) ? { Resource: 'arn:aws:states:::s3:getObject' } : state;
  const error = refusals.find(([resource]) => Resource.startsWith(resource))?.[1];
  if (error === undefined)
    throw new Error(
      `${name}: nobody says how it fails for good. Put it into cannotFail, or its service into refusals.`,
    );
  return {
    error: isDistributed(state) ? 'States.ItemReaderFailed' : error,
    // The day's counter of the brake has no status.
    isRegistration: Resource.includes('dynamodb:') && JSON.stringify(state.Parameters).includes('#status = :status'),
  };
}
