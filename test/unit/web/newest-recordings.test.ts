import { expect, test } from '@jest/globals';
import { daysOf, everyDay, type ListDay, listNewest } from '../../../web/api/newest-recordings.ts';
import type { RecordingsPage } from '../../../web/api/recording.ts';
import { makeShown } from '../../e2e/page/shown-recordings.ts';

const { signal } = new AbortController();

/** So many recordings on a day, in pages of ten. */
function daysWith(counts: Record<string, number>) {
  const asked: string[] = [];
  const listDay: ListDay = async (day, before) => {
    asked.push(before === undefined ? day : `${day} from ${before}`);
    const from = Number(before ?? 0);
    const count = counts[day] ?? 0;
    const recordings = Array.from({ length: Math.min(10, count - from) }, (_, index) =>
      makeShown(`${day.replaceAll('-', '')}n${from + index}`),
    );
    return { recordings, ...(from + 10 < count && { next: String(from + 10) }) };
  };
  return { asked, listDay };
}
const idsOf = ({ recordings }: RecordingsPage) => recordings.map(({ recordingId }) => recordingId);

test('days are walked back from one with recordings to the next, until a screen is full', async () => {
  const { asked, listDay } = daysWith({ '2026-06-23': 1, '2026-01-02': 13, '2025-12-31': 2 });
  const dayBefore = daysOf(['2026-01-02', '2026-06-23', '2025-12-31']);

  const first = await listNewest(dayBefore, listDay, undefined, signal);
  const second = await listNewest(dayBefore, listDay, first.next, signal);

  expect(asked).toEqual(['2026-06-23', '2026-01-02', '2026-01-02 from 10', '2025-12-31']);
  expect(idsOf(first)).toHaveLength(14);
  expect(idsOf(second)).toEqual(['20251231n0', '20251231n1']);
  expect(second.next).toBeUndefined();
});

test('a page within a day is gone on with, and nothing comes twice', async () => {
  const { listDay } = daysWith({ '2026-06-23': 45 });
  const seen: string[] = [];

  let cursor: string | undefined;
  do {
    const page = await listNewest(daysOf(['2026-06-23']), listDay, cursor, signal);
    seen.push(...idsOf(page));
    cursor = page.next;
  } while (cursor !== undefined);

  expect(new Set(seen).size).toBe(45);
  expect(seen).toHaveLength(45);
});

test('where nobody tells the days, a week is looked at before the viewer is asked', async () => {
  const { asked, listDay } = daysWith({});

  const page = await listNewest(everyDay(new Date('2026-06-23T01:00:00Z')), listDay, undefined, signal);

  expect(asked).toEqual([23, 22, 21, 20, 19, 18, 17].map((day) => `2026-06-${day}`));
  expect(page).toMatchObject({ recordings: [], next: expect.stringMatching(/^2026-06-16 /) });
});

test('who goes on through days with nothing gets back faster and faster, and past no recording', async () => {
  const { asked, listDay } = daysWith({ '2026-01-02': 3 });
  const steps: number[] = [];
  let page: RecordingsPage = { recordings: [] };

  do {
    const before = asked.length;
    page = await listNewest(everyDay(new Date('2026-06-23T01:00:00Z')), listDay, page.next, signal);
    steps.push(asked.length - before);
  } while (page.recordings.length === 0);

  expect(steps).toEqual([7, 14, 28, 56, 56, 56]);
  expect(new Set(asked).size).toBe(asked.length);
  expect(idsOf(page)).toHaveLength(3);
});

test('nobody looks before the day on which Amazon IVS opened', () => {
  expect(everyDay(new Date())('2020-07-16')).toBe('2020-07-15');
  expect(everyDay(new Date())('2020-07-15')).toBeUndefined();
});

test('a system without recordings is asked for nothing', async () => {
  const { asked, listDay } = daysWith({});

  expect(await listNewest(daysOf([]), listDay, undefined, signal)).toEqual({ recordings: [] });
  expect(asked).toEqual([]);
});
