/** Starts a local system for a test, on the real template and bundles, in a folder of its own. */
import '../../fixtures/one-realm.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { InterceptTask } from '../../../local/integrations/task-integrations.ts';
import { type LocalSystem, startSystem } from '../../../local/system/start-system.ts';
import type { SystemModel } from '../../../local/template/system-model.ts';
import { sharedModel } from './shared-model.ts';

/** What a test may want otherwise than `npm start` has it. */
export interface SystemOptions {
  readonly interceptTask?: InterceptTask;
  /** Configuration in place of the one in cdk.json. */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** In place of the synthesized model. */
  readonly change?: (model: SystemModel) => SystemModel;
}

/** A running system, which can be ended and started again on what it left behind. */
export interface TestSystem {
  readonly system: LocalSystem;
  restart(): Promise<LocalSystem>;
  stop(): Promise<void>;
}

/** Synthesizes the template and starts a system. Back-off of Retry is shortened to a thousandth. */
export async function startTestSystem(options: SystemOptions = {}): Promise<TestSystem> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-test-'));
  const { interceptTask, configuration, change = (model) => model } = options;
  const model = change(sharedModel(path.join(folder, 'cdk.out'), configuration));
  const intercept = interceptTask === undefined ? {} : { interceptTask };
  const start = () => startSystem({ model, directory: path.join(folder, 'run'), retryDelayScale: 0.001, ...intercept });
  let system = await start();
  return {
    system,
    restart: async () => {
      await system.stop();
      system = await start();
      return system;
    },
    stop: async () => {
      await system.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
