/** Turns an SDK error into the error name that Step Functions gives it: `<Service>.<exception>`. */
import { TaskFailure } from '../states/errors.ts';

/** Runs a call of a service and names its errors as an optimized integration does. */
export async function callService<T>(service: string, call: () => Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await call();
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof Error)) throw error;
    // An error without a response came from the client itself: the connection, not the service.
    const name = '$metadata' in error && hasStatus(error.$metadata) ? error.name : 'SdkClientException';
    throw new TaskFailure(`${service}.${name}`, error.message);
  }
}

const hasStatus = (metadata: unknown): boolean =>
  typeof metadata === 'object' &&
  metadata !== null &&
  'httpStatusCode' in metadata &&
  metadata.httpStatusCode !== undefined;
