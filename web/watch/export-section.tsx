import type { Recording } from '../api/recording.ts';
import { ExportLink } from '../recording/export-link.tsx';
import { clockText, lengthText } from '../text/format-duration.ts';

type Unfinished = NonNullable<Recording['unfinishedExports']>[number];

/** Files to download, and those that are not there, with the reason. */
export function ExportSection({ recording }: { readonly recording: Recording }) {
  const { exports, unfinishedExports = [], access } = recording;
  return (
    <section class="panel" aria-labelledby="exports-title">
      <h2 id="exports-title">Downloads</h2>
      {exports.length + unfinishedExports.length === 0 && <p>No export of this recording is there.</p>}
      {access === 'signed' && exports.length > 0 && (
        <p>Each download takes a signed address, which your app’s backend makes. This page makes none.</p>
      )}
      <ul class="export-list">
        {exports.map((file) => (
          <li key={file.name}>
            <ExportLink file={file} isSigned={access === 'signed'} />
            <span class="export-facts">{factsOf(file)}</span>
          </li>
        ))}
        {unfinishedExports.map((unfinished) => (
          <UnfinishedExport key={unfinished.name} unfinished={unfinished} />
        ))}
      </ul>
    </section>
  );
}

function factsOf({ width, height, durationMs, clip }: Recording['exports'][number]): string {
  const size = width === undefined || height === undefined ? 'sound only' : `${width} × ${height}`;
  const part = clip === undefined ? '' : `, from ${clockText(clip.fromSeconds)} to ${clockText(clip.toSeconds)}`;
  return `${size}, ${lengthText(durationMs / 1000)}${part}`;
}

const UnfinishedExport = ({ unfinished: { name, status, failure, hold } }: { readonly unfinished: Unfinished }) => (
  <li>
    <span class="export-name">
      {name} <span class={`badge badge-${status}`}>{status === 'held' ? 'Held back' : 'Failed'}</span>
    </span>
    {hold !== undefined && <span class="export-facts">{hold}</span>}
    {failure !== undefined && (
      <span class="export-facts">
        <code>{failure.name}</code> {failure.message}
      </span>
    )}
  </li>
);
