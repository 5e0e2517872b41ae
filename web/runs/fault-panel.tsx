import { useState } from 'preact/hooks';
import type { FaultName, FaultSwitch } from '../../lambdas/shared/contract/run-view.ts';
import { useAnswer } from '../api/use-answer.ts';
import { listFaults, resetFaults, sendSample, turnFault } from './faults-api.ts';

/** What each switch is called, does, and what is to be seen then. */
const words: Readonly<Record<FaultName, readonly [title: string, what: string]>> = {
  'throttle-s3': [
    'Throttle S3',
    'S3 answers requests of the steps with 503 SlowDown: each step asks again by itself, and its state tries again when that was not enough.',
  ],
  'fail-mediaconvert': [
    'Fail MediaConvert: job refused',
    'CreateJob, where an export is MediaConvert’s, is answered with 500 InternalServerErrorException: ExportWithMediaConvert tries again after some seconds, and the file is made all the same.',
  ],
  'fail-mediaconvert-job': [
    'Fail MediaConvert: job ends in error',
    'The next job is accepted and ends in status ERROR with error code 1999: ExportWithMediaConvert fails, its Catch leads back to PlanExport, and the same job is begun again after a minute.',
  ],
  'lose-ivs-event': [
    'Lose the IVS event',
    'The next Recording End never arrives: the recording is processed all the same, by the notification that S3 sends of its metadata file.',
  ],
};

/** Makes something go wrong, so that one can watch the system cope; nothing where the system has no such switches. */
export function FaultPanel({ changes }: { readonly changes: number }) {
  const { value: switches, retry } = useAnswer('faults', listFaults, true, changes);
  const [trouble, setTrouble] = useState('');
  const [sentId, setSentId] = useState<string>();
  if (switches === undefined) return null;
  const act = (action: Promise<string | undefined>) => {
    setTrouble('');
    action.then(
      (recordingId) => {
        if (recordingId !== undefined) setSentId(recordingId);
        retry();
      },
      (error: Error) => setTrouble(error.message),
    );
  };
  return (
    <section class="panel fault-panel" aria-labelledby="faults-title">
      <h2 id="faults-title">Make something go wrong</h2>
      <ul class="fault-list">
        {switches.map((each) => (
          <Switch key={each.name} fault={each} onTurn={() => act(turnFault(each.name, !each.isOn))} />
        ))}
      </ul>
      <div class="run-actions">
        <button type="button" class="button" onClick={() => act(sendSample())}>
          Send the sample again
        </button>
        <button type="button" class="button button-quiet" onClick={() => act(resetFaults())}>
          Reset the switches
        </button>
        <span role="status">{sentId !== undefined && `Sent as recording ${sentId}.`}</span>
        <span role="alert">{trouble}</span>
      </div>
      <p class="visually-hidden" role="status">
        {statusText(switches)}
      </p>
    </section>
  );
}

function Switch({ fault, onTurn }: { readonly fault: FaultSwitch; readonly onTurn: () => void }) {
  const { name, isOn } = fault;
  const [title, what] = words[name];
  return (
    <li>
      <button
        type="button"
        class="switch"
        role="switch"
        aria-checked={isOn}
        aria-describedby={`fault-${name}`}
        onClick={onTurn}
      >
        <span class="switch-track" aria-hidden="true" />
        {title}
      </button>
      <div id={`fault-${name}`} class="fault-words">
        <p>{what}</p>
        <p class="fault-count">{countText(fault)}</p>
      </div>
    </li>
  );
}

const times = (count: number): string => ['never', 'once', 'twice'][count] ?? `${count} times`;

function countText({ isOn, strikeCount, strikeLimit }: FaultSwitch): string {
  if (isOn) return `On: struck ${strikeCount} of ${strikeLimit}, then off by itself.`;
  return strikeCount === 0 ? `Off. Strikes ${times(strikeLimit)} when on.` : `Off. Struck ${times(strikeCount)}.`;
}

/** Changes only when a switch goes on or off: every strike would be too much to hear. */
function statusText(switches: readonly FaultSwitch[]): string {
  const on = switches.filter(({ isOn }) => isOn).map(({ name }) => words[name][0]);
  return on.length === 0 ? 'No fault is switched on.' : `Switched on: ${on.join(', ')}.`;
}
