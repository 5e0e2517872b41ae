import type { Recording } from '../api/recording.ts';
import { dayOf } from '../text/format-time.ts';

/** The recordings of one day, UTC. */
export interface DayOfRecordings {
  readonly day: string;
  readonly recordings: readonly Recording[];
}

/** Groups recordings by the day on which they began; both keep their order, and what came twice stands once. */
export function groupByDay(recordings: readonly Recording[]): DayOfRecordings[] {
  const distinct = new Map(recordings.map((recording) => [recording.recordingId, recording]));
  // Not Map.groupBy, which came to Safari half a year after what the player needs.
  const days = new Map<string, Recording[]>();
  for (const recording of distinct.values()) {
    const day = dayOf(recording.startedAt);
    days.set(day, [...(days.get(day) ?? []), recording]);
  }
  return [...days].map(([day, inside]) => ({ day, recordings: inside }));
}

/** Channels that recordings belong to, by their names. */
export function channelsOf(recordings: readonly Recording[]): { channelId: string; name: string }[] {
  const names = new Map(recordings.map(({ channelId, channelName }) => [channelId, channelName ?? channelId]));
  return [...names]
    .map(([channelId, name]) => ({ channelId, name }))
    .sort((one, other) => one.name.localeCompare(other.name));
}
