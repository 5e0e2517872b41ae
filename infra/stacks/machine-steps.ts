import { environmentNames } from '../../lambdas/shared/contract/environment.ts';
import { StepFunction } from '../constructs/step-function.ts';
import { judgeRecordings, verifyExports } from '../constructs/step-permissions.ts';
import { type PipelineContext, servedRecordings, wantedExports } from './pipeline-context.ts';

/** The steps that the state machines invoke. */
export interface MachineSteps {
  readonly validateRecording: StepFunction;
  readonly planExport: StepFunction;
  readonly verifyExport: StepFunction;
}

/** Creates the steps inside the state machines. Lambda gives CPU by memory: 1769 MB are one core. */
export function createMachineSteps(context: PipelineContext): MachineSteps {
  const { stack, config, code, recordingsBucket } = context;
  const { logRetentionDays } = config;
  const playback = { [environmentNames.playbackBaseUrl]: context.playbackBaseUrl };
  const recordings = { ...servedRecordings(context), ...wantedExports(context), ...playback };
  const exportsBucket = { [environmentNames.exportsBucket]: context.exportsBucket.bucketName };
  return {
    validateRecording: new StepFunction(stack, 'ValidateRecording', {
      description: 'Judges a recording: playable, empty, or a named error',
      code: code('validate-recording'),
      // A recording of 48 h has some 86,000 segments to parse and compare: over half a core. 5 min leave room for S3's
      // throttling; the state's time-out is 30 s more.
      memoryMb: 1024,
      timeoutSeconds: 300,
      environment: recordings,
      permissions: judgeRecordings(recordingsBucket),
      logRetentionDays,
    }),
    planExport: new StepFunction(stack, 'PlanExport', {
      description: 'Picks rendition, engine and key of an export, and writes the MediaConvert job',
      code: code('plan-export'),
      // One metadata file and one rendition's playlist, 1.4 MB at 48 h.
      memoryMb: 512,
      timeoutSeconds: 60,
      environment: { ...recordings, ...exportsBucket },
      permissions: judgeRecordings(recordingsBucket),
      logRetentionDays,
    }),
    verifyExport: new StepFunction(stack, 'VerifyExport', {
      description: 'Checks that an export is there, whole, and as long as planned',
      code: code('verify-export'),
      // Holds the index of the MP4, some 10 MB for a day, and reads it by Range.
      memoryMb: 512,
      timeoutSeconds: 60,
      environment: { ...exportsBucket, ...playback },
      permissions: verifyExports(context.exportsBucket),
      logRetentionDays,
    }),
  };
}
