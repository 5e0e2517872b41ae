import { useAnswer } from '../api/use-answer.ts';
import { RouteLink } from '../navigation/route-link.tsx';
import { useTitle } from '../navigation/use-title.ts';
import { StateMessage } from '../states/state-message.tsx';
import { dayOf, timeText } from '../text/format-time.ts';
import { FaultPanel } from './fault-panel.tsx';
import { machineText, RunBadge, tookText } from './run-words.tsx';
import { listMessages, listRuns, useChanges } from './runs-api.ts';

/** Executions, and the messages that came of them, as they happen. */
export function RunsView() {
  useTitle('What happened');
  const changes = useChanges();
  return (
    <>
      <h1 tabIndex={-1}>What happened</h1>
      <FaultPanel changes={changes} />
      <div class="runs-body">
        <Runs changes={changes} />
        <Messages changes={changes} />
      </div>
    </>
  );
}

function Runs({ changes }: { readonly changes: number }) {
  const { value: runs, error } = useAnswer('runs', listRuns, true, changes);
  if (runs === undefined) {
    return (
      <StateMessage kind={error ? 'trouble' : 'empty'} title={error ? 'The executions cannot be listed' : 'Loading'}>
        <p>{error?.message}</p>
      </StateMessage>
    );
  }
  if (runs.length === 0) {
    return (
      <StateMessage kind="empty" title="Nothing has run yet">
        <p>An execution appears here as soon as it begins.</p>
      </StateMessage>
    );
  }
  return (
    <section class="panel" aria-labelledby="runs-title">
      <h2 id="runs-title">Executions</h2>
      <ul class="run-list">
        {runs.map((run) => (
          <li key={run.executionArn}>
            <RouteLink to={{ view: 'run', executionArn: run.executionArn }}>{run.name}</RouteLink>
            <RunBadge status={run.status} />
            <span class="run-facts">
              {machineText(run)}, {dayOf(run.startedAt)}, {timeText(run.startedAt)},{' '}
              {tookText(run.startedAt, run.endedAt)}
              {run.redriveCount > 0 && `, redriven ${run.redriveCount} times`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Messages({ changes }: { readonly changes: number }) {
  const { value: messages = [] } = useAnswer('messages', listMessages, true, changes);
  return (
    <section class="panel" aria-labelledby="messages-title">
      <h2 id="messages-title">Messages to subscribers</h2>
      {messages.length === 0 && <p>None has been sent yet.</p>}
      {messages.map(({ subject, body }, index) => (
        <details key={messages.length - index}>
          <summary>{subject ?? 'Without a subject'}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys */}
          <pre tabIndex={0}>{JSON.stringify(body, null, 2)}</pre>
        </details>
      ))}
    </section>
  );
}
