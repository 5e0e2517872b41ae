/** The switches of the page's fault panel: what strikes, how often, and that each goes off by itself. */
import { type FaultName, type FaultSwitch, faultNames } from '../../lambdas/shared/contract/run-view.ts';
import type { BusEvent } from '../events/event-bus.ts';
import { JobFailedError } from '../mediaconvert/job-failure.ts';
import { isObject } from '../template/intrinsics.ts';
import { faultMessage, type Refusal } from './fault-answers.ts';
import type { ServiceCall } from './service-call.ts';

/**
 * Few enough that no execution fails of it, and enough that a Retry is seen: a step asks S3 4 times before it gives up,
 * and its state tries again after 2 s and 4 s; CreateJob is tried again within 5 s and 10 s; a job is begun again after a
 * minute, and then after five; an event is lost for good.
 */
const strikeLimits: Readonly<Record<FaultName, number>> = {
  'throttle-s3': 8,
  'fail-mediaconvert': 2,
  'fail-mediaconvert-job': 1,
  'lose-ivs-event': 1,
};

/** See the file's comment. All are off in the beginning. */
export class FaultPanel {
  readonly #struck = new Map<FaultName, number>();
  readonly #on = new Set<FaultName>();
  readonly #onChange: () => void;

  /** @param onChange Told of every strike, and of every switch that is turned. */
  constructor(onChange: () => void = () => {}) {
    this.#onChange = onChange;
  }

  /** How every switch stands. */
  switches(): FaultSwitch[] {
    return faultNames.map((name) => ({
      name,
      isOn: this.#on.has(name),
      strikeLimit: strikeLimits[name],
      strikeCount: this.#struck.get(name) ?? 0,
    }));
  }

  /** Switches one on, to strike as often as its limit says, or off. */
  turn(name: FaultName, isOn: boolean): void {
    if (isOn) this.#struck.delete(name);
    if (isOn) this.#on.add(name);
    else this.#on.delete(name);
    this.#onChange();
  }

  /** Switches all off and forgets what they did. */
  reset(): void {
    this.#on.clear();
    this.#struck.clear();
    this.#onChange();
  }

  /** Keeps the doors of S3 and MediaConvert. */
  readonly refusalFor = ({ service, operation }: Pick<ServiceCall, 'service' | 'operation'>): Refusal | undefined => {
    if (service === 's3' && this.#strikes('throttle-s3')) return 'throttling';
    if (service === 'mediaconvert' && operation === 'CreateJob' && this.#strikes('fail-mediaconvert')) {
      return 'server-error';
    }
    return undefined;
  };

  /**
   * What a job of MediaConvert that was accepted ends in. 1999 is what the service says of a fault of its own, which is
   * worth the same job again: the others would have to fit the recording, or need an encoder.
   */
  readonly failureOfJob = (): JobFailedError | undefined =>
    this.#strikes('fail-mediaconvert-job')
      ? new JobFailedError(1999, `Unexpected system error: ${faultMessage}`)
      : undefined;

  /** Whether the event, which has been accepted, gets lost on its way. */
  loses(event: Pick<BusEvent, 'source' | 'detail-type' | 'detail'>): boolean {
    return isRecordingEnd(event) && this.#strikes('lose-ivs-event');
  }

  #strikes(name: FaultName): boolean {
    if (!this.#on.has(name)) return false;
    const count = (this.#struck.get(name) ?? 0) + 1;
    this.#struck.set(name, count);
    if (count >= strikeLimits[name]) this.#on.delete(name);
    this.#onChange();
    return true;
  }
}

function isRecordingEnd({ source, 'detail-type': type, detail }: Pick<BusEvent, 'source' | 'detail-type' | 'detail'>) {
  if (source !== 'aws.ivs' || type !== 'IVS Recording State Change' || !isObject(detail)) return false;
  const status = detail.recording_status;
  return status === 'Recording End' || status === 'Recording End Failure';
}
