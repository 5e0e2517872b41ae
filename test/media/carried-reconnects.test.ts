import { jumpCases } from '../../scripts/media-matrix/cases/jumps.ts';
import { reconnectCases } from '../../scripts/media-matrix/cases/reconnects.ts';
import { testCarriedCases } from './carried-cases.ts';

testCarriedCases([...reconnectCases, ...jumpCases]);
