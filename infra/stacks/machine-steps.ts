import { remuxCapacity } from '../../lambdas/shared/contract/export-engine.ts';
import { StepFunction } from '../constructs/step-function.ts';
import {
  judgeRecordings,
  planExports,
  readChannels,
  remuxRecordings,
  verifyExports,
  writeRepairedPlaylists,
} from '../constructs/step-permissions.ts';
import { environmentFor, type PipelineContext } from './pipeline-context.ts';

/** The steps that the state machines invoke. */
export interface MachineSteps {
  readonly validateRecording: StepFunction;
  readonly planExport: StepFunction;
  readonly remuxExport: StepFunction;
  readonly verifyExport: StepFunction;
}

/** Creates the steps inside the state machines. Lambda gives CPU by memory: 1769 MB are one core. */
export function createMachineSteps(context: PipelineContext): MachineSteps {
  const { stack, config, code, recordingsBucket, exportsBucket } = context;
  const { logRetentionDays } = config;
  const wishes = ['recordingsBuckets', 'channelArns', 'exportProfiles', 'defaultExports'] as const;
  return {
    validateRecording: new StepFunction(stack, 'ValidateRecording', {
      description: 'Judges a recording: playable, empty, or a named error',
      code: code('validate-recording'),
      // A recording of 48 h has some 86,000 segments to parse and compare: over half a core. 5 min leave room for S3's
      // throttling; the state's time-out is 30 s more.
      memoryMb: 1024,
      timeoutSeconds: 300,
      environment: environmentFor(
        context,
        ...wishes,
        'playbackBaseUrl',
        'playbackPolicy',
        'exportsBucket',
        'catalogExpireAfterDays',
      ),
      permissions: [
        ...judgeRecordings(recordingsBucket),
        ...writeRepairedPlaylists(exportsBucket),
        readChannels(stack, context.channelArns),
      ],
      logRetentionDays,
    }),
    planExport: new StepFunction(stack, 'PlanExport', {
      description: 'Picks rendition, engine and key of an export, and writes the job of the engine',
      code: code('plan-export'),
      // Of up to ten recordings the metadata file, one rendition's playlist, 1.4 MB at 48 h, and the beginning of a
      // segment.
      memoryMb: 512,
      timeoutSeconds: 60,
      environment: environmentFor(
        context,
        ...wishes,
        'exportsBucket',
        'exportEngine',
        'exportLimits',
        'mediaConvertSettings',
        'remuxBytesPerSecond',
        'catalogExpireAfterDays',
      ),
      permissions: planExports(recordingsBucket),
      logRetentionDays,
    }),
    remuxExport: new StepFunction(stack, 'RemuxExport', {
      description: "Carries a rendition's frames, unchanged, into one MP4 or M4A",
      code: code('remux-export'),
      memoryMb: remuxCapacity.memoryMb,
      timeoutSeconds: remuxCapacity.timeoutSeconds,
      environment: environmentFor(context, 'uploadPartSizeBytes'),
      permissions: remuxRecordings(recordingsBucket, exportsBucket),
      logRetentionDays,
    }),
    verifyExport: new StepFunction(stack, 'VerifyExport', {
      description: 'Checks that an export is there, whole, and as long as planned',
      code: code('verify-export'),
      // Reads boxes of the MP4 by Range, one after the other.
      memoryMb: 512,
      timeoutSeconds: 60,
      environment: environmentFor(context, 'playbackBaseUrl', 'playbackPolicy', 'catalogExpireAfterDays'),
      permissions: [...verifyExports(exportsBucket), readChannels(stack, context.channelArns)],
      logRetentionDays,
    }),
  };
}
