import { clockCases } from '../../scripts/media-matrix/cases/clocks.ts';
import { unevenTrackCases } from '../../scripts/media-matrix/cases/uneven-tracks.ts';
import { testCarriedCases } from './carried-cases.ts';

testCarriedCases([...clockCases, ...unevenTrackCases]);
