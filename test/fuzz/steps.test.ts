import { stepTargets } from './all-targets.ts';
import { fuzzTests } from './fuzz-test.ts';

fuzzTests(stepTargets);
