/** Where the embedded services listen, and the environment by which an unchanged SDK finds them. */

/** URLs on 127.0.0.1. (By that name, not `localhost`, the SDK uses path-style S3 by itself.) */
export interface Endpoints {
  readonly s3: string;
  readonly sns: string;
  readonly sqs: string;
  readonly dynamodb: string;
  readonly sfn: string;
  readonly mediaconvert: string;
  readonly eventbridge: string;
  readonly lambda: string;
  readonly ivs: string;
  readonly cloudformation: string;
  readonly logs: string;
  readonly cloudfront: string;
}

/** The variables that make any AWS SDK or CLI talk to the local system. */
export function endpointEnvironment(endpoints: Endpoints, gatewayUrl: string, region: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_S3: endpoints.s3,
    AWS_ENDPOINT_URL_SNS: endpoints.sns,
    AWS_ENDPOINT_URL_SQS: endpoints.sqs,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_SFN: endpoints.sfn,
    AWS_ENDPOINT_URL_MEDIACONVERT: endpoints.mediaconvert,
    AWS_ENDPOINT_URL_EVENTBRIDGE: endpoints.eventbridge,
    AWS_ENDPOINT_URL_LAMBDA: endpoints.lambda,
    AWS_ENDPOINT_URL_IVS: endpoints.ivs,
    AWS_ENDPOINT_URL_CLOUDFORMATION: endpoints.cloudformation,
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: endpoints.logs,
    AWS_ENDPOINT_URL_CLOUDFRONT: endpoints.cloudfront,
    // For every service that is not there: it refuses them by name, instead of letting them go out to AWS.
    AWS_ENDPOINT_URL: gatewayUrl,
    AWS_REGION: region,
    // What botocore reads, and with it the AWS CLI.
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** Where the gateway sends what is signed for a service: most sign by the name of their endpoint, two do not. */
export function gatewayTargets({ sfn, eventbridge, ...endpoints }: Endpoints): Record<string, string> {
  return { ...endpoints, states: sfn, events: eventbridge };
}
