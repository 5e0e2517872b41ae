/**
 * Error names of AWS's own that our definitions may name. Step Functions puts the service before the exception's name;
 * optimized integrations write `DynamoDB.` where SDK integrations write `DynamoDb.`. Where documents differ on whether
 * a name ends in `Exception`, both stand here: a name that never comes costs nothing.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export const awsErrorNames = [
  'States.Timeout',
  'States.TaskFailed',
  'Sandbox.Timedout',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'DynamoDB.ProvisionedThroughputExceededException',
  'DynamoDB.RequestLimitExceeded',
  'DynamoDB.ThrottlingException',
  'DynamoDB.InternalServerError',
  'DynamoDB.InternalServerErrorException',
  'DynamoDB.SdkClientException',
  'SNS.ThrottledException',
  'SNS.ThrottlingException',
  'SNS.InternalError',
  'SNS.InternalErrorException',
  'SNS.KMSThrottlingException',
  'SNS.SdkClientException',
  'StepFunctions.ThrottlingException',
  'StepFunctions.ExecutionLimitExceeded',
  'StepFunctions.ExecutionLimitExceededException',
  'StepFunctions.SdkClientException',
  'StepFunctions.ExecutionAlreadyExists',
  'StepFunctions.ExecutionAlreadyExistsException',
  'MediaConvert.TooManyRequestsException',
  'MediaConvert.InternalServerErrorException',
  'MediaConvert.ConflictException',
  'MediaConvert.SdkClientException',
] as const;
