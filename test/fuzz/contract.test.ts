import { fuzzTests } from './fuzz-test.ts';
import { executionInputs } from './targets/execution-inputs.ts';
import { exportOptions } from './targets/export-options.ts';
import { failingStates } from './targets/histories.ts';
import { listingPages } from './targets/listing-pages.ts';
import { metadataFiles } from './targets/metadata-files.ts';
import { objectKeys } from './targets/object-keys.ts';
import { refusals } from './targets/refusals.ts';
import { statusEvents } from './targets/status-events.ts';
import { triggerEvents } from './targets/trigger-events.ts';

fuzzTests([
  triggerEvents,
  executionInputs,
  objectKeys,
  metadataFiles,
  statusEvents,
  failingStates,
  refusals,
  listingPages,
  exportOptions,
]);
