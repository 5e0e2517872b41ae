/**
 * Error names of AWS's own that our definitions may name. Step Functions puts the service before the exception's name;
 * optimized integrations write `DynamoDB.` where SDK integrations write `DynamoDb.`. Where documents differ on whether
 * a name ends in `Exception`, both stand here, and so does the generic name of each service, under which throttling that
 * a service does not model may come: a name that never comes costs nothing.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export const awsErrorNames = [
  'States.Timeout',
  'States.TaskFailed',
  'States.ItemReaderFailed',
  'Sandbox.Timedout',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Lambda.ClientExecutionTimeoutException',
  // A crash; histories have been seen with either name.
  'Lambda.Unknown',
  'Runtime.ExitError',
  'DynamoDB.ConditionalCheckFailedException',
  'DynamoDB.ProvisionedThroughputExceededException',
  'DynamoDB.RequestLimitExceeded',
  'DynamoDB.ThrottlingException',
  'DynamoDB.InternalServerError',
  'DynamoDB.InternalServerErrorException',
  'DynamoDB.AmazonDynamoDBException',
  'DynamoDB.SdkClientException',
  'SNS.ThrottledException',
  'SNS.ThrottlingException',
  'SNS.InternalError',
  'SNS.InternalErrorException',
  'SNS.KMSThrottlingException',
  'SNS.AmazonSNSException',
  'SNS.SdkClientException',
  'StepFunctions.ThrottlingException',
  'StepFunctions.ExecutionLimitExceeded',
  'StepFunctions.ExecutionLimitExceededException',
  'StepFunctions.AWSStepFunctionsException',
  'StepFunctions.SdkClientException',
  'StepFunctions.ExecutionAlreadyExists',
  'StepFunctions.ExecutionAlreadyExistsException',
  'Sfn.ThrottlingException',
  'Sfn.ExecutionLimitExceededException',
  'Sfn.ExecutionNotRedrivableException',
  'Sfn.SfnException',
  'Sfn.SdkClientException',
  'MediaConvert.TooManyRequestsException',
  'MediaConvert.InternalServerErrorException',
  'MediaConvert.ConflictException',
  'MediaConvert.AWSMediaConvertException',
  'MediaConvert.SdkClientException',
] as const;
