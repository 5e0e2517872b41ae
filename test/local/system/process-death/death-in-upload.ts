/** One round of death at the worst moment: while the parts of an export are uploaded. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { readPublishLog } from '../../../../local/messaging/publish-log.ts';
import { publishLogFile } from '../../../../local/system/embedded-services.ts';
import { Recordings } from '../../faults/recordings.ts';
import { configurations } from '../configurations.ts';
import { sharedModel } from '../shared-model.ts';
import { KilledSystem } from './killed-system.ts';
import type { Held, Recording } from './orders.ts';
import { type Fate, fatesOf } from './rounds-of-death.ts';

/** What came of the recording whose upload died, and of one that nobody disturbed. */
interface Aftermath {
  readonly held: Held;
  readonly killed: Fate;
  readonly clean: Fate;
  readonly statuses: readonly (readonly [name: string, status: string])[];
}

async function killInUpload(): Promise<Aftermath> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-upload-'));
  const recordings = new Recordings();
  const { directory: big } = recordings.make('long', 'big');
  const [killed, clean] = ['killedupload', 'quietupload0'].map((id) => ({ id, directory: big })) as [
    Recording,
    Recording,
  ];
  const modelFile = path.join(folder, 'model.json');
  writeFileSync(modelFile, JSON.stringify(sharedModel(path.join(folder, 'cdk.out'), configurations.bigRemux)));
  const directory = path.join(folder, 'run');
  const system = new KilledSystem(modelFile, directory);
  try {
    await system.start({ holdsPart: true });
    await system.upload([killed]);
    const held = await system.deliverAndKillInUpload([killed]);
    await system.start();
    await system.upload([clean]);
    await system.deliver([killed, clean]);
    const { ends, statuses } = await system.report([killed, clean]);
    const fates = [...fatesOf([killed, clean], ends, readPublishLog(publishLogFile(directory))).values()];
    return { held, killed: fates[0]!, clean: fates[1]!, statuses };
  } finally {
    await system.stop();
    recordings.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Declares the round. */
export function deathInUploadTests(): void {
  describe('a kill while parts of an export are under way', () => {
    let after: Aftermath;
    beforeAll(async () => {
      after = await killInUpload();
    });

    test('finds an upload that is open, and no file', () => {
      expect(after.held.openUploads).toEqual(['Qm4TzL9cWx2d/killedupload/big.mp4']);
      expect(after.held.exportFiles).toEqual([]);
    });

    test('is followed by an upload of its own that ends as an undisturbed one does, and is announced once', () => {
      const { killed, clean, statuses } = after;

      expect(killed).toEqual(clean);
      expect(killed.end.exportFiles).toEqual([expect.stringMatching(/^Qm4TzL9cWx2d\/RECORDING\/big\.mp4 \d{8}$/)]);
      expect(Object.keys(killed.news).filter((id) => id.includes('export.ready'))).toHaveLength(1);
      expect(killed.failures).toEqual([]);
      expect(statuses.map(([, status]) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
    });
  });
}
