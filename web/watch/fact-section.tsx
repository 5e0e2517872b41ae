import type { Recording } from '../api/recording.ts';
import { spokenDuration } from '../text/format-duration.ts';
import { dayText, timeText } from '../text/format-time.ts';

/** What else is known of a recording. */
export function FactSection({ recording }: { readonly recording: Recording }) {
  return (
    <section class="panel" aria-labelledby="facts-title">
      <h2 id="facts-title">Details</h2>
      <dl class="facts">
        {factsOf(recording).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function factsOf(found: Recording): (readonly [name: string, value: string])[] {
  const { startedAt, endedAt, durationMs, playback, channelId, recordingId, access, recording: place } = found;
  const time = (moment: string) => `${dayText(moment)}, ${timeText(moment)}`;
  const facts = [
    ['Began', time(startedAt)],
    ['Ended', endedAt && time(endedAt)],
    ['Lasts', durationMs && spokenDuration(Math.round(durationMs / 1000))],
    ['Qualities', playback?.renditions.map(({ name }) => name).join(', ')],
    ['Access', access === 'signed' ? 'with a signature only' : undefined],
    ['Channel', channelId],
    ['Recording', recordingId],
    ['Lies at', place && `s3://${place.bucket}/${place.prefix}`],
  ] as const;
  return facts.flatMap(([name, value]) => (value ? [[name, value] as const] : []));
}
