import '../../../fixtures/one-realm.ts';
import { GetChannelCommand, IvsClient } from '@aws-sdk/client-ivs';
import { expect, test } from '@jest/globals';
import { StorageAccessDeniedError } from '../../../../lambdas/shared/contract/errors.ts';
import { describeError } from '../../../../ops/frame/describe-error.ts';
import { DeclinedError, OperationRefusedError, UsageError } from '../../../../ops/frame/operator-errors.ts';
import { InterruptedError } from '../../../../ops/terminal/interruption.ts';

const serviceError = (name: string, fields: object) =>
  Object.assign(new Error('message' in fields ? String(fields.message) : ''), { name, $fault: 'client', ...fields });

test.each([
  ['a fault of usage', new UsageError('Say which.'), 2, 'Say which.'],
  ['a no', new DeclinedError(), 3, 'Nothing was done.'],
  ['a refusal', new OperationRefusedError('No bucket. Create it.'), 1, 'No bucket. Create it.'],
  [
    'Ctrl-C',
    new InterruptedError('SIGINT'),
    130,
    'Interrupted by SIGINT. What was done stays; the same command goes on from there.',
  ],
  [
    'an exception of a service',
    serviceError('ValidationException', { message: 'name: too long' }),
    1,
    'ValidationException: name: too long.',
  ],
  [
    'one of IVS, which has its text elsewhere',
    serviceError('AccessDeniedException', { message: 'UnknownError', exceptionMessage: 'Not yours' }),
    1,
    'AccessDeniedException: Not yours. Your policies have to allow it.',
  ],
  [
    "an error of the steps' own, with advice about what S3 said",
    new StorageAccessDeniedError('S3 denied access.', { cause: serviceError('AccessDenied', {}) }),
    1,
    'S3 denied access. Your policies have to allow it.',
  ],
  [
    'no Region',
    new Error('Region is missing'),
    1,
    'Region is missing. Say which one: --region us-west-2, or AWS_REGION.',
  ],
  [
    'no credentials',
    serviceError('CredentialsProviderError', { message: 'Could not load credentials from any providers' }),
    1,
    'CredentialsProviderError: Could not load credentials from any providers. Say who you are: --profile, AWS_PROFILE, or aws configure.',
  ],
  [
    'a connection that nobody takes',
    Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:9'), { code: 'ECONNREFUSED' }),
    1,
    'connect ECONNREFUSED 127.0.0.1:9. Nothing listens there: is --endpoint-url right, and npm start -- --serve running?',
  ],
  ['a connection of which nothing is told', Object.assign(new Error(''), { code: 'ECONNRESET' }), 1, 'ECONNRESET.'],
  [
    'a bug',
    new TypeError('x is not a function'),
    1,
    'x is not a function. This should not happen: --debug shows where it came from.',
  ],
  ['what is no error', 'oops', 1, 'oops. This should not happen: --debug shows where it came from.'],
])('%s is told with what to do', (_what, error, exitCode, message) => {
  expect(describeError(error)).toMatchObject({ exitCode, message });
});

test('what the SDK throws where nobody listens is told as such', async () => {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const client = new IvsClient({ endpoint: 'http://127.0.0.1:9', region: 'us-west-2', credentials, maxAttempts: 1 });

  const error = await client
    .send(new GetChannelCommand({ arn: 'arn:aws:ivs:us-west-2:123456789012:channel/A' }))
    .catch((thrown: unknown) => thrown);

  expect(describeError(error).message).toContain('Nothing listens there');
});
