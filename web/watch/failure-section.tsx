import type { Recording } from '../api/recording.ts';
import { RouteLink } from '../navigation/route-link.tsx';
import { hasRuns } from '../runs/runs-api.ts';
import { StateMessage } from '../states/state-message.tsx';
import { localTimeText, timeText } from '../text/format-time.ts';

/** Why a recording cannot be played, or what went wrong with one that can. */
export function FailureSection({ recording: { status, playback, failure } }: { readonly recording: Recording }) {
  if (status === 'empty') {
    return (
      <StateMessage kind="empty" title="Nothing was recorded">
        <p>The stream has ended before a segment of it was written, so there is nothing to play.</p>
      </StateMessage>
    );
  }
  if (status !== 'failed' && failure === undefined) return null;
  return (
    <StateMessage
      kind="trouble"
      title={playback === undefined ? 'This recording cannot be played' : 'It plays, but something failed'}
    >
      {failure === undefined ? <p>The reason was not noted.</p> : <Failure failure={failure} />}
    </StateMessage>
  );
}

function Failure({ failure }: { readonly failure: NonNullable<Recording['failure']> }) {
  const { name, message, state, at, redrivable, executionArn } = failure;
  return (
    <>
      <p class="failure-message">{message}</p>
      <p class="failure-facts">
        <code>{name}</code>
        {state !== undefined && (
          <>
            {' in '}
            <code>{state}</code>
          </>
        )}
        {', '}
        <time dateTime={at} title={localTimeText(at)}>
          {timeText(at)}
        </time>
      </p>
      <p>
        {redrivable
          ? 'Once the cause is gone, redrive its execution: it goes on where it failed.'
          : 'Once the cause is gone, begin a new execution for it: this one cannot be redriven.'}
      </p>
      {hasRuns() && <RouteLink to={{ view: 'run', executionArn }}>See what happened, and redrive it</RouteLink>}
      {!hasRuns() && redrivable && (
        <code class="command">{`aws stepfunctions redrive-execution --execution-arn ${executionArn}`}</code>
      )}
    </>
  );
}
