import { askApi } from './ask-api.ts';
import { type DayBefore, daysOf, everyDay } from './newest-recordings.ts';
import { daysAddress } from './told.ts';

/** How the days of the system are walked that this page comes from: its document says where it tells them. */
export async function readDays(signal: AbortSignal): Promise<DayBefore> {
  const address = daysAddress();
  return address !== '' ? daysOf(await askApi(address, isDays, signal)) : everyDay(new Date());
}

const isDays = (answer: unknown): answer is readonly string[] =>
  Array.isArray(answer) && answer.every((day) => typeof day === 'string');
