/** Lambda functions written by a test, each in a folder of its own. */
import '../../fixtures/one-realm.ts';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FunctionModel } from '../../../local/template/system-model.ts';

export const arnOf = (name: string): string => `arn:aws:lambda:us-west-2:000000000000:function:${name}`;

/** See the file's comment. */
export class Functions {
  readonly #root = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-functions-'));

  /** `code` is the text of the module. */
  make(name: string, code: string, overrides: Partial<FunctionModel> = {}): FunctionModel {
    const directory = path.join(this.#root, name);
    mkdirSync(directory, { recursive: true });
    writeFileSync(path.join(directory, 'index.mjs'), code);
    return {
      name,
      arn: arnOf(name),
      directory,
      handler: 'index.handler',
      environment: {},
      timeoutSeconds: 20,
      memoryMb: 128,
      asynchronous: { retries: 0 },
      ...overrides,
    };
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}
