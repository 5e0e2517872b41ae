/** The operator's commands against one local system, by its one address. */
import '../../fixtures/one-realm.ts';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { Stage } from '../system/stage.ts';
import { testDoctorLive } from './doctor-live-scenario.ts';
import { testDoctor } from './doctor-scenario.ts';
import { testExecutions } from './executions-scenarios.ts';
import { testRecordings } from './recordings-scenarios.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.start();
}, 60_000);
afterAll(() => stage.stop());

describe('doctor', () => testDoctor(() => stage));
describe('recordings', () => testRecordings(() => stage));
describe('executions', () => testExecutions(() => stage));
describe('doctor --live', () => testDoctorLive(() => stage));
