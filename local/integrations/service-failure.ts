/** Turns an SDK error into the error name that Step Functions gives it: `<Service>.<exception>`. */
import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { LambdaServiceException } from '@aws-sdk/client-lambda';
import { MediaConvertServiceException } from '@aws-sdk/client-mediaconvert';
import { S3ServiceException } from '@aws-sdk/client-s3';
import { SFNServiceException } from '@aws-sdk/client-sfn';
import { SNSServiceException } from '@aws-sdk/client-sns';
import { TaskFailure } from '../states/errors.ts';

/**
 * What a service answers beyond the exceptions of its API, such as that access is denied, comes under the generic name of
 * the Java SDK, which Step Functions calls services with; the code is told in the cause only.
 */
const services = {
  DynamoDB: { base: DynamoDBServiceException, generic: 'AmazonDynamoDBException' },
  Lambda: { base: LambdaServiceException, generic: 'AWSLambdaException' },
  MediaConvert: { base: MediaConvertServiceException, generic: 'AWSMediaConvertException' },
  S3: { base: S3ServiceException, generic: 'AmazonS3Exception' },
  // As SDK integrations name it.
  Sfn: { base: SFNServiceException, generic: 'SfnException' },
  SNS: { base: SNSServiceException, generic: 'AmazonSNSException' },
  StepFunctions: { base: SFNServiceException, generic: 'AWSStepFunctionsException' },
} as const;

/** A service as Step Functions names it. */
export type IntegratedService = keyof typeof services;

/** Runs a call of a service and names its errors as its integration does. */
export async function callService<T>(
  service: IntegratedService,
  call: () => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof Error)) throw error;
    throw new TaskFailure(`${service}.${nameOf(service, error)}`, messageOf(error));
  }
}

/** What is no answer of the service comes from the client: the connection broke, or the answer could not be read. */
function nameOf(service: IntegratedService, error: Error): string {
  const { base, generic } = services[service];
  if (!(error instanceof base)) return 'SdkClientException';
  if (error.constructor === base) return generic;
  // The names of the Step Functions API lack it, those of its integrations have it.
  return base === SFNServiceException && !error.name.endsWith('Exception') ? `${error.name}Exception` : error.name;
}

const messageOf = ({ name, message }: Error): string => (message === '' ? name : message);
