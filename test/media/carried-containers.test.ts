import { containerCases } from '../../scripts/media-matrix/cases/containers.ts';
import { testCarriedCases } from './carried-cases.ts';

testCarriedCases(containerCases);
