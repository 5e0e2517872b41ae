import { fuzzTests } from './fuzz-test.ts';
import { plannedExports, validatedRecordings } from './targets/steps.ts';

fuzzTests([validatedRecordings, plannedExports]);
