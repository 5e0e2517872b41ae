import type { FuzzTarget } from './fuzz-target.ts';
import { executionInputs } from './targets/execution-inputs.ts';
import { exportOptions } from './targets/export-options.ts';
import { failingStates } from './targets/histories.ts';
import { listingPages } from './targets/listing-pages.ts';
import { metadataFiles } from './targets/metadata-files.ts';
import { objectKeys } from './targets/object-keys.ts';
import { playlistUris } from './targets/playlist-uris.ts';
import { mediaPlaylists, multivariantPlaylists } from './targets/playlists.ts';
import { refusals } from './targets/refusals.ts';
import { statusEvents } from './targets/status-events.ts';
import { plannedExports, validatedRecordings } from './targets/steps.ts';
import { triggerEvents } from './targets/trigger-events.ts';

/** What events, inputs and files of AWS and of operators are read by. */
export const contractTargets: readonly FuzzTarget[] = [
  triggerEvents,
  executionInputs,
  objectKeys,
  metadataFiles,
  statusEvents,
  failingStates,
  refusals,
  listingPages,
  exportOptions,
];

/** What playlists and the URIs in them are read by. */
export const playlistTargets: readonly FuzzTarget[] = [mediaPlaylists, multivariantPlaylists, playlistUris];

/** Whole steps over recordings that somebody changed. */
export const stepTargets: readonly FuzzTarget[] = [validatedRecordings, plannedExports];

/** Every target. */
export const allTargets: readonly FuzzTarget[] = [...contractTargets, ...playlistTargets, ...stepTargets];
