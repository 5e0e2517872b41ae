import type { FuzzTarget } from './fuzz-target.ts';
import { apiCursors, apiRequests } from './targets/api-requests.ts';
import { backfills } from './targets/backfills.ts';
import { opsOptions, startOptions } from './targets/command-lines.ts';
import { cdkConfigurations, environments } from './targets/configurations.ts';
import { deadLetters } from './targets/dead-letters.ts';
import { executionInputs } from './targets/execution-inputs.ts';
import { exportOptions } from './targets/export-options.ts';
import { failingStates } from './targets/histories.ts';
import { listingPages } from './targets/listing-pages.ts';
import { conversionJobs, playbackPaths } from './targets/local-requests.ts';
import { metadataFiles } from './targets/metadata-files.ts';
import { mp4Files, mp4Heads } from './targets/mp4-files.ts';
import { notifications } from './targets/notifications.ts';
import { objectKeys } from './targets/object-keys.ts';
import { adtsHeaders, pesHeaders, programTables, syncBeats } from './targets/packet-parts.ts';
import { parameterSets } from './targets/parameter-sets.ts';
import { playlistUris } from './targets/playlist-uris.ts';
import { mediaPlaylists, multivariantPlaylists } from './targets/playlists.ts';
import { refusals } from './targets/refusals.ts';
import { remuxes } from './targets/remuxes.ts';
import { lossySegments, segments } from './targets/segments.ts';
import { serviceAnswers } from './targets/service-answers.ts';
import { definitions, journals, statesRequests } from './targets/state-machines.ts';
import { statusEvents } from './targets/status-events.ts';
import { plannedExports, validatedRecordings } from './targets/steps.ts';
import { byteRanges, chunkedBodies, storageBodies, storageRequests } from './targets/storage-requests.ts';
import { triggerEvents } from './targets/trigger-events.ts';
import { viewerSignatures } from './targets/viewer-signatures.ts';

/** What events, inputs and files of AWS, of operators and of callers of the API are read by. */
export const contractTargets: readonly FuzzTarget[] = [
  triggerEvents,
  executionInputs,
  objectKeys,
  metadataFiles,
  statusEvents,
  failingStates,
  refusals,
  listingPages,
  backfills,
  deadLetters,
  exportOptions,
  notifications,
  serviceAnswers,
  cdkConfigurations,
  environments,
  startOptions,
  opsOptions,
  apiRequests,
  apiCursors,
];

/** What the local system's servers are sent, and what they find on disk. */
export const localTargets: readonly FuzzTarget[] = [
  storageRequests,
  storageBodies,
  byteRanges,
  chunkedBodies,
  statesRequests,
  definitions,
  journals,
  conversionJobs,
  playbackPaths,
  viewerSignatures,
];

/** What playlists and the URIs in them are read by. */
export const playlistTargets: readonly FuzzTarget[] = [mediaPlaylists, multivariantPlaylists, playlistUris];

/** Whole steps over recordings that somebody changed. */
export const stepTargets: readonly FuzzTarget[] = [validatedRecordings, plannedExports];

/** What media is read by. */
export const mediaTargets: readonly FuzzTarget[] = [
  segments,
  lossySegments,
  remuxes,
  pesHeaders,
  programTables,
  syncBeats,
  adtsHeaders,
  parameterSets,
  mp4Files,
  mp4Heads,
];

/** Every target. */
export const allTargets: readonly FuzzTarget[] = [
  ...contractTargets,
  ...playlistTargets,
  ...stepTargets,
  ...mediaTargets,
  ...localTargets,
];
