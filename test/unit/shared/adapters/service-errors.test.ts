import { expect, test } from '@jest/globals';
import { translateServiceErrors } from '../../../../lambdas/shared/adapters/service-errors.ts';
import { ServiceUnavailableError } from '../../../../lambdas/shared/contract/errors.ts';

/** An error as the SDK throws it. */
const sdkError = (name: string, more: object = {}): Error =>
  Object.assign(new Error(`said ${name}`), { name, ...more });

const translate = (error: unknown) =>
  translateServiceErrors('the executions', async () => {
    throw error;
  });

test.each([
  ['throttling of Step Functions', sdkError('ThrottlingException', { $metadata: { httpStatusCode: 400 } })],
  ['throttling of DynamoDB', sdkError('ProvisionedThroughputExceededException')],
  ['a server error', sdkError('InternalServerError', { $metadata: { httpStatusCode: 503 } })],
  ['a time-out', sdkError('TimeoutError')],
  ['a broken connection', sdkError('Error', { code: 'ECONNRESET' })],
  ['an answer that names no error', sdkError('', { $metadata: { httpStatusCode: 400 } })],
])('%s is passing, and named for a Retry', async (_what, error) => {
  const translated = translate(error);

  await expect(translated).rejects.toBeInstanceOf(ServiceUnavailableError);
  await expect(translated).rejects.toMatchObject({
    name: 'ServiceUnavailableError',
    message: expect.stringContaining('AWS did not deliver the executions'),
    cause: error,
  });
});

test.each([
  ['access denied', sdkError('AccessDeniedException', { $metadata: { httpStatusCode: 400 } })],
  ['a missing table', sdkError('ResourceNotFoundException', { $metadata: { httpStatusCode: 400 } })],
  ['a bug', new TypeError('undefined is not a function')],
  ['no error at all', 'text'],
])('%s goes through as it is', async (_what, error) => {
  await expect(translate(error)).rejects.toBe(error);
});

test('what does not fail is handed on', async () => {
  expect(await translateServiceErrors('x', async () => 7)).toBe(7);
});
