import { useState } from 'preact/hooks';
import type { RunDetail, RunStep } from '../../lambdas/shared/contract/run-view.ts';
import { useAnswer } from '../api/use-answer.ts';
import { RouteLink } from '../navigation/route-link.tsx';
import { navigate } from '../navigation/use-route.ts';
import { useTitle } from '../navigation/use-title.ts';
import { StateMessage } from '../states/state-message.tsx';
import { machineText, prettyJson, RunBadge, tookText } from './run-words.tsx';
import { actOnRun, readRun, useChanges } from './runs-api.ts';
import { StateGraph } from './state-graph.tsx';

/** One execution: the state machine as it was walked, and every state with what went in, came out and failed. */
export function RunView({ executionArn }: { readonly executionArn: string }) {
  const changes = useChanges(executionArn);
  const { value: run, error } = useAnswer(executionArn, (signal) => readRun(executionArn, signal), true, changes);
  const name = executionArn.split(':').at(-1) ?? executionArn;
  useTitle(`${name}, what happened`);
  return (
    <article class="watch">
      <nav class="back" aria-label="Way back">
        <RouteLink to={{ view: 'runs' }}>
          <span aria-hidden="true">← </span>All executions
        </RouteLink>
      </nav>
      <header class="watch-head">
        <h1 tabIndex={-1} class="run-name">
          {name}
          <span class="watch-time">{run && `${machineText(run)}, ${tookText(run.startedAt, run.endedAt)}`}</span>
        </h1>
        <p class="watch-status" role="status">
          {run && <RunBadge status={run.status} />}
        </p>
      </header>
      {run === undefined && error !== undefined && (
        <StateMessage kind="trouble" title="The execution cannot be shown">
          <p>{error.message}</p>
        </StateMessage>
      )}
      {run !== undefined && <RunBody run={run} />}
    </article>
  );
}

function RunBody({ run }: { readonly run: RunDetail }) {
  const [chosenId, setChosenId] = useState<number>();
  const chosen = run.steps.find(({ id }) => id === chosenId) ?? run.steps.findLast(isOfInterest) ?? run.steps.at(-1);
  return (
    <>
      <RunActions run={run} />
      {run.error !== undefined && run.steps.every(({ errors }) => errors.length === 0) && (
        <p class="note note-bad">
          <code>{run.error.name}</code> {run.error.cause}
        </p>
      )}
      <div class="run-body">
        <section class="panel run-graph" aria-label="State machine">
          <StateGraph
            states={run.states}
            steps={run.steps}
            chosenState={chosen?.state}
            onChoose={(state) => setChosenId(run.steps.findLast((step) => step.state === state)?.id)}
          />
        </section>
        <section class="panel" aria-labelledby="steps-title">
          <h2 id="steps-title">States in the order entered</h2>
          <ol class="step-list">
            {run.steps.map((step) => (
              <li key={step.id}>
                <button
                  type="button"
                  class={`step step-${step.status}`}
                  aria-pressed={step.id === chosen?.id}
                  onClick={() => setChosenId(step.id)}
                >
                  <span>{step.state}</span>
                  <span class="step-facts">{stepFacts(step)}</span>
                </button>
              </li>
            ))}
          </ol>
        </section>
        {chosen !== undefined && <StepDetails step={chosen} />}
      </div>
    </>
  );
}

const isOfInterest = ({ status, errors }: RunStep): boolean => status !== 'succeeded' || errors.length > 0;

const endings = { failed: 'failed', caught: 'failed, and was caught' } as const;

function stepFacts({ status, enteredAt, exitedAt, errors }: RunStep): string {
  const hasFailed = status === 'failed' || status === 'caught';
  const took = hasFailed ? endings[status] : tookText(enteredAt, exitedAt);
  const retries = errors.length - (hasFailed ? 1 : 0);
  return retries > 0 ? `${took}, tried again ${retries === 1 ? 'once' : `${retries} times`}` : took;
}

function RunActions({ run: { executionArn, notRedrivableBecause, status } }: { readonly run: RunDetail }) {
  const [trouble, setTrouble] = useState('');
  const act = (action: 'redrive' | 'new-execution') => {
    setTrouble('');
    actOnRun(executionArn, action).then(
      (started) => navigate({ view: 'run', executionArn: started }),
      (error: Error) => setTrouble(error.message),
    );
  };
  return (
    <div class="run-actions">
      {status !== 'SUCCEEDED' && (
        <button
          type="button"
          class="button"
          disabled={notRedrivableBecause !== undefined}
          title={notRedrivableBecause ?? 'Goes on with the state that failed'}
          onClick={() => act('redrive')}
        >
          Redrive
        </button>
      )}
      <button type="button" class="button" onClick={() => act('new-execution')}>
        New execution
      </button>
      <span role="alert">{trouble}</span>
    </div>
  );
}

function StepDetails({ step }: { readonly step: RunStep }) {
  const data = [
    ['Input', step.input],
    ['Output', step.output],
  ] as const;
  return (
    <section class="panel step-details" aria-labelledby="step-title">
      <h2 id="step-title">{step.state}</h2>
      {step.errors.map((error) => (
        <p key={error.at} class="note note-bad">
          <code>{error.name}</code> {error.cause}
        </p>
      ))}
      {data.map(
        ([name, text]) =>
          text !== undefined && (
            <details key={name} open>
              <summary>{name}</summary>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys */}
              <pre tabIndex={0}>{prettyJson(text)}</pre>
            </details>
          ),
      )}
    </section>
  );
}
