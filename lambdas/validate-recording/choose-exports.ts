/** Decides which exports a recording gets: its input, else its channel's tag, else the deployment's default (docs/adr/0011). */
import type { Finding } from '../shared/contract/catalog.ts';
import { exportsTag, parseExportsTag } from '../shared/contract/channel-tag.ts';
import type { ExecutionInput } from '../shared/contract/execution-input.ts';
import type { ExportRequest } from '../shared/contract/export-wish.ts';
import type { ChannelReading } from '../shared/recording/channel-port.ts';

/** Which exports, and who says so. */
export interface ExportChoice {
  readonly chosenBy: 'input' | 'channel-tag' | 'deployment-default';
  readonly reason: string;
  readonly requests: readonly ExportRequest[];
  /** What went wrong on the way to the choice. */
  readonly findings: readonly Finding[];
}

/** As many as an input may name. */
const mostExports = 20;

/** Whether IVS has to be asked: for the tags, or for a name that the trigger did not tell. */
export const isChannelNeeded = ({ exports, source }: ExecutionInput): boolean =>
  exports === undefined || !source?.channelName;

/**
 * Chooses. A channel that cannot be read means the default, which is told.
 *
 * @param channel `undefined` when it was not asked for.
 */
export function chooseExports(
  { exports: asked }: ExecutionInput,
  channel: ChannelReading | undefined,
  defaultExports: readonly string[],
): ExportChoice {
  if (asked !== undefined) return { chosenBy: 'input', reason: "the execution's input", requests: asked, findings: [] };
  const byDefault = { chosenBy: 'deployment-default', requests: defaultExports } as const;
  if (channel !== undefined && channel.state !== 'read') {
    const message = `The channel's tags could not be read (${channel.reason}), so the deployment's default exports are made.`;
    return { ...byDefault, reason: message, findings: [{ code: 'channel-unreadable', message }] };
  }
  const tag = channel?.tags[exportsTag]?.trim() ?? '';
  if (tag === '') return { ...byDefault, reason: `the channel has no tag ${exportsTag}`, findings: [] };
  return chooseByTag(tag);
}

function chooseByTag(tag: string): ExportChoice {
  const names = parseExportsTag(tag);
  const message = `The channel's tag ${exportsTag} names ${names.length} exports; the first ${mostExports} are made.`;
  return {
    chosenBy: 'channel-tag',
    reason: `the channel's tag ${exportsTag}=${tag}`,
    requests: names.slice(0, mostExports),
    findings: names.length > mostExports ? [{ code: 'channel-tag-too-long', message }] : [],
  };
}
