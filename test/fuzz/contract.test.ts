import { contractTargets } from './all-targets.ts';
import { fuzzTests } from './fuzz-test.ts';

fuzzTests(contractTargets);
