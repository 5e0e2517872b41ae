/**
 * The log of a step: a line of JSON for what it did and for how it failed, with `channelId`, `recordingId` and
 * `executionArn` on each, as far as the event tells them. No line holds an event, an input as a whole or the environment.
 */
import { Logger } from '@aws-lambda-powertools/logger';
import { stepErrors } from '../contract/errors.ts';
import type { Reading } from '../contract/metrics.ts';
import { type LogKeys, logKeysOf } from './log-keys.ts';
import { makePutMetrics } from './metrics.ts';

/** What a line is made of. */
type WriteLine = (message: string, details?: object) => void;

/** See the file's comment. */
export interface StepLog {
  readonly info: WriteLine;
  readonly warn: WriteLine;
  /** Puts out figures, with the event's keys on each line. */
  readonly putMetrics: (readings: readonly Reading[]) => void;
  /**
   * Makes a Lambda's entry point of `work`: during an invocation each line bears the event's keys; a failure is logged
   * by name, message and causes, and thrown on. What the registry calls transient is a warning, since it is tried again.
   */
  handle<Rest extends readonly unknown[], Output>(
    work: (event: unknown, ...rest: Rest) => Promise<Output>,
  ): (event: unknown, ...rest: Rest) => Promise<Output>;
}

/**
 * Makes the log of one step. Lines go to the process's own streams: Lambda's `console` would wrap them once more.
 *
 * @param step Folder of the step; stands on each line as `service`.
 * @see https://docs.aws.amazon.com/powertools/typescript/latest/features/logger/
 */
export function makeStepLog(step: string): StepLog {
  const logger = new Logger({ serviceName: step, logLevel: 'INFO' });
  const info: WriteLine = (message, details = {}) => logger.info(message, { ...details });
  const warn: WriteLine = (message, details = {}) => logger.warn(message, { ...details });
  // A container works on one event at a time.
  let keys: LogKeys = {};
  const putMetrics = makePutMetrics(
    (line) => process.stdout.write(`${line}\n`),
    () => new Date(),
    () => keys,
  );
  return {
    info,
    warn,
    putMetrics,
    handle:
      (work) =>
      async (event, ...rest) => {
        keys = logKeysOf(event);
        logger.appendKeys({ ...keys, ...requestOf(rest[0]) });
        try {
          return await work(event, ...rest);
        } catch (error) {
          const fault = describe(error);
          if (isTransient(fault.name)) logger.warn('The step failed, and is tried again.', { error: fault });
          else logger.error('The step failed.', { error: fault });
          throw error;
        } finally {
          logger.resetKeys();
          keys = {};
        }
      },
  };
}

/** By which Lambda's own lines (start, end, time-out) are found. */
function requestOf(context: unknown): { requestId?: string } {
  if (typeof context !== 'object' || context === null || !('awsRequestId' in context)) return {};
  return { requestId: String(context.awsRequestId) };
}

const isTransient = (name: string): boolean =>
  Object.entries(stepErrors).some(([registered, { isTransient: is }]) => is && registered === name);

interface Fault {
  readonly name: string;
  readonly message: string;
  readonly causes?: readonly string[];
}

/** Of a message, which may quote much of what was refused; the execution has it whole. */
const mostCharacters = 1000;
const mostCauses = 5;

/** By hand, since an SDK's error carries the whole answer, and whoever logs it logs that. */
function describe(error: unknown): Fault {
  const causes: string[] = [];
  for (let cause = causeOf(error); cause !== undefined && causes.length < mostCauses; cause = causeOf(cause)) {
    causes.push(`${nameOf(cause)}: ${messageOf(cause)}`);
  }
  return { name: nameOf(error), message: messageOf(error), ...(causes.length > 0 && { causes }) };
}

const nameOf = (error: unknown): string => (isObject(error) && 'name' in error ? String(error.name) : typeof error);

const messageOf = (error: unknown): string =>
  String(isObject(error) && 'message' in error ? error.message : error).slice(0, mostCharacters);

const causeOf = (error: unknown): unknown => (isObject(error) && 'cause' in error ? error.cause : undefined);

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
