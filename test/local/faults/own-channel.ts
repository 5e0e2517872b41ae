/** A recording of a channel that no other cell's recording is of: what a container has read of a channel, it keeps. */
import type { FaultStage } from './fault-stage.ts';
import type { Result, Scenario } from './matrix-row.ts';
import type { RecordingKind } from './recordings.ts';

const channelArnOf = (id: string) => `arn:aws:ivs:us-west-2:123456789012:channel/${id}`;
const channelNameOf = (id: string) => `Show of ${id}`;

/** The scenario, with a channel of its own, which is public. */
export const ofOwnChannel = (scenario: Scenario, kind: RecordingKind): Scenario => ({
  ...scenario,
  prepare: async (stage, id) => {
    const arn = channelArnOf(id);
    stage.system.ivs.resources.addChannel({ arn, name: channelNameOf(id), tags: {} });
    await stage.system.addRecording(stage.recordings.makeOfChannel(kind, id, arn), 'silent');
  },
});

/** The same; its name has to reach the catalog, or has to be missed there. */
export const ofNamedChannel = (scenario: Scenario, kind: RecordingKind): Scenario => ({
  ...ofOwnChannel(scenario, kind),
  result: async (stage, id, news) => {
    const result = await scenario.result(stage, id, news);
    return result.isGood ? { ...result, ...(await hearingOf(stage, id)) } : result;
  },
});

/** Whether the channel was heard, and that it is told when it was not. */
async function hearingOf(stage: FaultStage, id: string): Promise<Pick<Result, 'lacks' | 'faults'>> {
  const [item] = await stage.itemsOf(id);
  const { channelName } = item?.recording ?? {};
  const codes = item?.findings?.map(({ code }) => code) ?? [];
  if (channelName === channelNameOf(id) && codes.length === 0) return { faults: [] };
  const isTold = channelName === undefined && codes.join() === 'channel-unreadable';
  return { lacks: 'without tags', faults: isTold ? [] : [`the catalog has ${JSON.stringify(item)}`] };
}
