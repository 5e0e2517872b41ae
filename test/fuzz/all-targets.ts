import type { FuzzTarget } from './fuzz-target.ts';

/** Targets by their names, each loaded when it is wanted: all of them read with three hundred files and the SDK. */
export type TargetLoaders = Readonly<Record<string, () => Promise<FuzzTarget>>>;

/** What events, inputs and files of AWS, of operators and of callers of the API are read by. */
export const contractTargets: TargetLoaders = {
  'start-processing': async () => (await import('./targets/trigger-events.ts')).triggerEvents,
  'execution-input': async () => (await import('./targets/execution-inputs.ts')).executionInputs,
  'recording-prefix': async () => (await import('./targets/object-keys.ts')).objectKeys,
  'metadata-file': async () => (await import('./targets/metadata-files.ts')).metadataFiles,
  'report-failure': async () => (await import('./targets/status-events.ts')).statusEvents,
  'execution-history': async () => (await import('./targets/histories.ts')).failingStates,
  'engine-refusal': async () => (await import('./targets/refusals.ts')).refusals,
  'listing-page': async () => (await import('./targets/listing-pages.ts')).listingPages,
  backfill: async () => (await import('./targets/backfills.ts')).backfills,
  'dead-letter': async () => (await import('./targets/dead-letters.ts')).deadLetters,
  'export-options': async () => (await import('./targets/export-options.ts')).exportOptions,
  notification: async () => (await import('./targets/notifications.ts')).notifications,
  'service-answer': async () => (await import('./targets/service-answers.ts')).serviceAnswers,
  'cdk-configuration': async () => (await import('./targets/configurations.ts')).cdkConfigurations,
  'lambda-environment': async () => (await import('./targets/configurations.ts')).environments,
  'start-options': async () => (await import('./targets/command-lines.ts')).startOptions,
  'ops-options': async () => (await import('./targets/command-lines.ts')).opsOptions,
  'api-request': async () => (await import('./targets/api-requests.ts')).apiRequests,
  'api-cursor': async () => (await import('./targets/api-requests.ts')).apiCursors,
};

/** What the local system's servers are sent, and what they find on disk. */
export const localTargets: TargetLoaders = {
  's3-request': async () => (await import('./targets/storage-requests.ts')).storageRequests,
  's3-xml': async () => (await import('./targets/storage-requests.ts')).storageBodies,
  's3-range': async () => (await import('./targets/storage-requests.ts')).byteRanges,
  'aws-chunked': async () => (await import('./targets/storage-requests.ts')).chunkedBodies,
  'states-request': async () => (await import('./targets/state-machines.ts')).statesRequests,
  definition: async () => (await import('./targets/state-machines.ts')).definitions,
  journal: async () => (await import('./targets/state-machines.ts')).journals,
  'conversion-job': async () => (await import('./targets/local-requests.ts')).conversionJobs,
  'playback-path': async () => (await import('./targets/local-requests.ts')).playbackPaths,
  'viewer-signature': async () => (await import('./targets/viewer-signatures.ts')).viewerSignatures,
};

/** What playlists and the URIs in them are read by. */
export const playlistTargets: TargetLoaders = {
  'media-playlist': async () => (await import('./targets/playlists.ts')).mediaPlaylists,
  'multivariant-playlist': async () => (await import('./targets/playlists.ts')).multivariantPlaylists,
  'playlist-uri': async () => (await import('./targets/playlist-uris.ts')).playlistUris,
};

/** Whole steps over recordings that somebody changed. */
export const stepTargets: TargetLoaders = {
  'validate-recording': async () => (await import('./targets/steps.ts')).validatedRecordings,
  'plan-export': async () => (await import('./targets/steps.ts')).plannedExports,
};

/** What media is read by. */
export const mediaTargets: TargetLoaders = {
  'ts-segment': async () => (await import('./targets/segments.ts')).segments,
  'ts-losses': async () => (await import('./targets/segments.ts')).lossySegments,
  remux: async () => (await import('./targets/remuxes.ts')).remuxes,
  'pes-header': async () => (await import('./targets/packet-parts.ts')).pesHeaders,
  'program-tables': async () => (await import('./targets/packet-parts.ts')).programTables,
  'sync-beat': async () => (await import('./targets/packet-parts.ts')).syncBeats,
  'adts-header': async () => (await import('./targets/packet-parts.ts')).adtsHeaders,
  'parameter-sets': async () => (await import('./targets/parameter-sets.ts')).parameterSets,
  'mp4-file': async () => (await import('./targets/mp4-files.ts')).mp4Files,
  'mp4-head': async () => (await import('./targets/mp4-files.ts')).mp4Heads,
};

/** Every target. */
export const allTargets: TargetLoaders = {
  ...contractTargets,
  ...playlistTargets,
  ...stepTargets,
  ...mediaTargets,
  ...localTargets,
};
