import { encodingCases } from '../../scripts/media-matrix/cases/encodings.ts';
import { testCarriedCases } from './carried-cases.ts';

testCarriedCases(encodingCases);
