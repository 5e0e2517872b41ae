import { useRef } from 'preact/hooks';
import type { Recording } from '../api/recording.ts';
import { isDay, type ListFilter } from '../navigation/route.ts';
import { navigate } from '../navigation/use-route.ts';
import { channelsOf } from './by-day.ts';

interface ListFiltersProps {
  readonly filter: ListFilter;
  /** Recordings in sight: their channels can be chosen. */
  readonly seen: readonly Recording[];
}

/** Channel and day. The API lists no channels, so those are offered that were seen since the page was opened. */
export function ListFilters({ filter, seen }: ListFiltersProps) {
  const known = useRef(new Map<string, string>());
  for (const { channelId, name } of channelsOf(seen)) known.current.set(channelId, name);
  const { channelId, day } = filter;
  if (channelId !== undefined && !known.current.has(channelId)) known.current.set(channelId, channelId);
  const choose = (change: Partial<Record<keyof ListFilter, string>>) => {
    const { channelId: channel, day: chosenDay } = { ...filter, ...change };
    navigate({
      view: 'list',
      filter: { ...(channel ? { channelId: channel } : {}), ...(chosenDay ? { day: chosenDay } : {}) },
    });
  };
  return (
    <search class="filters">
      <label class="field">
        <span>Channel</span>
        <select value={channelId ?? ''} onChange={({ currentTarget }) => choose({ channelId: currentTarget.value })}>
          <option value="">All channels</option>
          {[...known.current].map(([id, name]) => (
            <option key={id} value={id} selected={id === channelId}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>Day (UTC)</span>
        <input
          type="date"
          value={day ?? ''}
          onChange={({ currentTarget: { value } }) => {
            if (value === '' || isDay(value)) choose({ day: value });
          }}
        />
      </label>
      {(channelId !== undefined || day !== undefined) && (
        <button type="button" class="button button-quiet" onClick={() => choose({ channelId: '', day: '' })}>
          Clear filters
        </button>
      )}
    </search>
  );
}
