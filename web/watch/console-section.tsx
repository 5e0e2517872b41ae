import type { Recording } from '../api/recording.ts';
import { consoleAddress } from '../api/told.ts';
import { ConsoleLink } from '../navigation/console-link.tsx';

/** Where an operator sees what happened to a recording, for a page that does not tell it. */
export function ConsoleSection({ recording: { channelId, recordingId } }: { readonly recording: Recording }) {
  if (consoleAddress() === '') return null;
  return (
    <section class="panel" aria-labelledby="console-title">
      <h2 id="console-title">What happened</h2>
      <p>
        The console tells, to who may sign in there: choose the state machine ProcessRecording or ExportRecording, and
        search its executions for
      </p>
      <code class="command">{`${channelId}-${recordingId}`}</code>
      <p>
        <ConsoleLink>Open the Step Functions console</ConsoleLink>
      </p>
    </section>
  );
}
