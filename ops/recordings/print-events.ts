/** `recordings events`. */
import type { CommandContext } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { countText } from '../terminal/quantities.ts';
import { eventCells, eventColumns, eventJson } from './event-row.ts';
import { type EventPorts, type EventWish, findEvents } from './find-events.ts';
import { spanText } from './print-list.ts';

/** Lists what IVS has told; resolves to the exit code. */
export async function printEvents(
  wish: EventWish,
  isCsv: boolean,
  ports: EventPorts,
  { output, programName }: Pick<CommandContext, 'output' | 'programName'>,
): Promise<number> {
  const { events, isTruncated, unreadableCount } = await findEvents(wish, ports);
  output.json({
    since: wish.since.toISOString(),
    until: wish.until.toISOString(),
    isTruncated,
    events: events.map(eventJson),
  });
  if (isCsv) output.csv(eventCells, events);
  else if (events.length > 0) output.table(eventColumns, events);
  if (events.length === 0) {
    const of = wish.channelId === undefined ? '' : ` of ${wish.channelId}`;
    (isCsv ? output.note : output.line)(`IVS has told nothing${of} ${spanText(wish)}.`);
  }
  const lost = events.filter(({ outcome }) => outcome === 'not-in-catalog').length;
  if (lost > 0)
    output.note(
      `${countText(lost, 'end')} without an item in the catalog. It may be under way; else look into ${programName} dead-letters list, or process it: ${programName} run <prefix>`,
    );
  if (isTruncated) output.note(`There are more than ${wish.limit}: raise --limit, or choose a later --since.`);
  if (unreadableCount > 0)
    output.trouble(`${countText(unreadableCount, 'message')} of the log could not be read as IVS's recording events.`);
  return events.length === 0 ? exitCodes.nothingToDo : exitCodes.done;
}
