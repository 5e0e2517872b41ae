import { expect, test } from '@jest/globals';
import { type RecordingFolder, readRecordingFolder } from '../../../../local/run/recording-folder.ts';
import { sendIvsEvent } from '../../../../local/run/recording-run.ts';
import { permutationsOf } from '../../../fixtures/permutations.ts';
import { notifyOfEnd } from '../notify.ts';
import { sampleDirectory, withId } from '../sample-copies.ts';
import { type Message, nameOf, type Stage } from '../stage.ts';

/** What can set a recording off. */
type Trigger = 'ivs' | 's3' | 'operator';

const triggers: readonly Trigger[] = ['ivs', 'ivs', 's3', 's3', 'operator'];

/** Distinct orders only: 5!/(2!·2!·1!) = 30. */
const orders = [...new Set(permutationsOf(triggers).map((order) => order.join(' ')))].map(
  (order) => order.split(' ') as Trigger[],
);

/** Two duplicates of each event about a recording's end, and an operator who asks for it. */
export function triggerOrderScenarios(stage: () => Stage): void {
  const system = () => stage().system;

  const pull: Record<Trigger, (folder: RecordingFolder) => unknown> = {
    ivs: (folder) => sendIvsEvent(system(), folder),
    s3: (folder) => notifyOfEnd(system(), folder),
    operator: ({ prefix }) =>
      system().lambda.invoke(system().functionArn('StartProcessing'), {
        recording: { bucket: system().recordingsBucket, prefix },
        exports: [],
      }),
  };

  async function addSample(recordingId: string): Promise<RecordingFolder> {
    const folder = withId(readRecordingFolder(sampleDirectory), recordingId);
    await system().addRecording(folder, 'silent');
    return folder;
  }

  /** Once all is quiet about all of them, since messages can be taken only once. */
  async function expectOneRunOfEach(folders: readonly RecordingFolder[]): Promise<void> {
    const messages: Message[] = [];
    for (const folder of folders) messages.push(...(await stage().outcomeOf(folder)).messages);
    for (const folder of folders) {
      const { recordingId } = folder;
      const { item, exports, exportItems } = await stage().outcomeOf(folder);
      const runs = system().engine.listExecutions(system().processRecordingArn);
      const ours = runs.filter(({ name }) => name.split('-')[1] === recordingId);
      const about = messages.filter(({ attributes }) => attributes.recordingId === recordingId);

      expect(ours.map(({ name, status }) => [name, status]).sort()).toEqual([
        [nameOf(folder), 'SUCCEEDED'],
        [expect.stringMatching(`^${nameOf(folder)}-op-\\d{8}T\\d{9}$`), 'SUCCEEDED'],
      ]);
      expect(exports.map(({ name, status }) => [name, status])).toEqual([[`${nameOf(folder)}-archive`, 'SUCCEEDED']]);
      expect(item).toMatchObject({ status: 'playable' });
      expect(item).not.toHaveProperty('attention');
      expect(exportItems.archive).toMatchObject({ status: 'ready' });
      expect([...new Set(about.map(({ body }) => body.id))].sort()).toEqual([
        `Qm4TzL9cWx2d/${recordingId}/recording.export.ready/archive`,
        `Qm4TzL9cWx2d/${recordingId}/recording.playback.ready`,
      ]);
      // The deliberate run announces the playback once more, and no run announces anything twice.
      expect(about.length).toBeLessThanOrEqual(3);
    }
  }

  test('there is one automatic run and one deliberate run, in whatever order the events and the operator come', async () => {
    expect(orders).toHaveLength(30);
    const folders = await Promise.all(orders.map((_, index) => addSample(`inOrder${index}x`)));

    await Promise.all(
      orders.map(async (order, index) => {
        for (const trigger of order) {
          await pull[trigger](folders[index]!);
          // The next one comes once start-processing has dealt with this one, while the execution runs or has ended.
          await system().settle();
        }
      }),
    );

    await expectOneRunOfEach(folders);
  });

  test('and when each comes after all that came before is done', async () => {
    const some = orders.filter((_, index) => index % 5 === 0);
    const folders = await Promise.all(some.map((_, index) => addSample(`afterAnother${index}x`)));

    await Promise.all(
      some.map(async (order, index) => {
        for (const trigger of order) {
          await pull[trigger](folders[index]!);
          await system().settle();
          await whenAllEnded(folders[index]!);
        }
      }),
    );

    await expectOneRunOfEach(folders);
  });

  test('and when all come at the same moment', async () => {
    const some = orders.filter((_, index) => index % 5 === 2);
    const folders = await Promise.all(some.map((_, index) => addSample(`atOnce${index}x`)));

    await Promise.all(some.flatMap((order, index) => order.map(async (trigger) => pull[trigger](folders[index]!))));

    await expectOneRunOfEach(folders);
  });

  async function whenAllEnded({ recordingId }: RecordingFolder): Promise<void> {
    const { engine, processRecordingArn, exportRecordingArn } = system();
    for (const arn of [processRecordingArn, exportRecordingArn]) {
      const ours = engine.listExecutions(arn).filter(({ name }) => name.split('-')[1] === recordingId);
      await Promise.all(ours.map(({ executionArn }) => engine.whenEnded(executionArn)));
    }
  }
}
