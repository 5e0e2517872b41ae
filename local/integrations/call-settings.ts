import type { SdkConfiguration } from '../system/sdk-configuration.ts';

const defaultAnswerTimeoutMs = 10_000;

/**
 * How the workflows call a service, except Lambda, whose answer may take its time: once, since trying again is the
 * definition's business, and for so long that only a call which is never answered meets its end. A Task may have days:
 * without it a lost connection would hold the execution for all of them.
 */
export function callSettings({ answerTimeoutMs = defaultAnswerTimeoutMs, ...configuration }: SdkConfiguration) {
  return {
    ...configuration,
    maxAttempts: 1,
    requestHandler: {
      requestTimeout: answerTimeoutMs,
      // Without this the SDK only warns and waits on.
      throwOnRequestTimeout: true,
      // Once the answer has begun.
      socketTimeout: answerTimeoutMs,
    },
  };
}
