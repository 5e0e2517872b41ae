/** As much of AWS as `doctor` asks, in the protocols of the services; every answer is written by hand. */
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { metadataFileNames } from '../../../../lambdas/shared/contract/object-keys.ts';
import { listenOnLoopback } from '../../../../local/listen-on-loopback.ts';
import { aBucketPolicy, aPolicy, outputs, queueArn, reportFailureArn, startProcessingArn } from './a-deployment.ts';

/** An answer: JSON unless it is a text. */
interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: object | string;
}

/** By `x-amz-target`, by `Action`, or by method and path with query. */
export type Answers = Readonly<Record<string, (asked: string) => Answer>>;

const xml = (body: string) => (): Answer => ({ body });
const json = (body: object) => (): Answer => ({ body });

const filters = (suffix: string) =>
  ['Prefix', 'Suffix']
    .map(
      (name) => `<FilterRule><Name>${name}</Name><Value>${name === 'Prefix' ? 'ivs/v1/' : suffix}</Value></FilterRule>`,
    )
    .join('');
export const notification = (fileName: string) =>
  `<CloudFunctionConfiguration><Id>${fileName}</Id><CloudFunction>${startProcessingArn}</CloudFunction><Event>s3:ObjectCreated:*</Event><Filter><S3Key>${filters(`/events/${fileName}`)}</S3Key></Filter></CloudFunctionConfiguration>`;

const policyOf = (functionArn: string) => `GET /2015-03-31/functions/${encodeURIComponent(functionArn)}/policy`;
const subscription = (endpoint: string, arn: string) =>
  `<member><Protocol>email</Protocol><Endpoint>${endpoint}</Endpoint><SubscriptionArn>${arn}</SubscriptionArn></member>`;
const subscriptions = (members: string, nextToken: string): Answer => ({
  body: `<ListSubscriptionsByTopicResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><ListSubscriptionsByTopicResult><Subscriptions>${members}</Subscriptions>${nextToken}</ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>`,
});

const configuration = {
  arn: outputs.RecordingConfigurationArn,
  state: 'ACTIVE',
  destinationConfiguration: { s3: { bucketName: 'my-recordings' } },
};

/** The account in which nearly everything is as it should be: one subscriber has not agreed, of two pages. */
export const answers: Answers = {
  'AWSEvents.DescribeRule': json({ State: 'ENABLED' }),
  'AWSEvents.ListTargetsByRule': (asked) => ({
    body: {
      Targets: [{ Id: 'Target0', Arn: targetOf(asked) }],
    },
  }),
  [policyOf(startProcessingArn)]: json({
    Policy: aPolicy(['events.amazonaws.com', 's3.amazonaws.com'], 'lambda:InvokeFunction'),
  }),
  [policyOf(reportFailureArn)]: json({ Policy: aPolicy(['events.amazonaws.com'], 'lambda:InvokeFunction') }),
  'GET /2016-08-19/account-settings': json({ AccountLimit: { ConcurrentExecutions: 1000 } }),
  'GET /my-recordings?notification': xml(
    `<NotificationConfiguration>${metadataFileNames.map(notification).join('')}</NotificationConfiguration>`,
  ),
  'GET /my-recordings?policy': xml(aBucketPolicy('arn:aws:s3:::my-recordings/ivs/v1/*/media/*')),
  'GET /my-exports?policy': xml(aBucketPolicy('arn:aws:s3:::my-exports/*')),
  'HEAD /my-recordings': () => ({ headers: { 'x-amz-bucket-region': 'us-west-2' }, body: '' }),
  'GET /2020-05-31/distribution/E2EXAMPLE': xml(
    '<Distribution><Id>E2EXAMPLE</Id><Status>Deployed</Status><DistributionConfig><Enabled>true</Enabled></DistributionConfig></Distribution>',
  ),
  'GET /2017-08-29/queues/Default': json({
    queue: { status: 'ACTIVE', concurrentJobs: 200, progressingJobsCount: 3, submittedJobsCount: 1 },
  }),
  'GraniteServiceVersion20100801.GetMetricStatistics': (asked) => ({ body: { Datapoints: datapointsOf(asked) } }),
  'DynamoDB_20120810.DescribeTable': json({
    Table: { TableStatus: 'ACTIVE', SSEDescription: { KMSMasterKeyArn: 'arn:key' } },
  }),
  ListSubscriptionsByTopic: (asked) => {
    if (asked.includes('alarms'))
      return subscriptions(subscription('ops@example.com', `${outputs.AlarmTopicArn}:1`), '');
    return asked.includes('NextToken=')
      ? subscriptions(subscription('new@example.com', 'PendingConfirmation'), '')
      : subscriptions(subscription('ops@example.com', `${outputs.NotificationTopicArn}:1`), '<NextToken>2</NextToken>');
  },
  'AmazonSQS.GetQueueAttributes': json({
    Attributes: { ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' },
  }),
  'AWSStepFunctions.DescribeStateMachine': json({ status: 'ACTIVE', definition: `{"Queue":"${queueArn}"}` }),
  'AWSStepFunctions.ListExecutions': json({
    executions: [{ name: 'hourly', status: 'SUCCEEDED', startDate: Date.parse('2026-06-25T11:30:00Z') / 1000 }],
  }),
  'POST /GetRecordingConfiguration': json({ recordingConfiguration: configuration }),
  'POST /ListRecordingConfigurations': json({ recordingConfigurations: [configuration] }),
  'POST /ListChannels': json({
    channels: [{ arn: 'arn:channel', name: 'main', recordingConfigurationArn: configuration.arn }],
  }),
};

const metrics: Readonly<Record<string, readonly object[]>> = {
  'AWS/Lambda ConcurrentExecutions Maximum': [{ Maximum: 12 }, { Maximum: 7 }],
  [`AWS/States ExecutionThrottled Sum StateMachineArn=${outputs.ProcessRecordingArn}`]: [{ Sum: 0 }],
  [`AWS/States ExecutionThrottled Sum StateMachineArn=${outputs.ExportRecordingArn}`]: [{ Sum: 0 }],
  'IvsRecordings ThumbnailsExpired SampleCount StateMachine=process': [{ SampleCount: 1 }, { SampleCount: 1 }],
};

/** A metric that nobody puts out has no points. */
function datapointsOf(asked: string): readonly object[] {
  const { Namespace, MetricName, Statistics, Dimensions = [] } = JSON.parse(asked);
  const dimensions = Dimensions.map(({ Name, Value }: { Name: string; Value: string }) => `${Name}=${Value}`);
  return metrics[[Namespace, MetricName, ...Statistics, ...dimensions].join(' ')] ?? [];
}

function targetOf(asked: string): string {
  if (asked.includes('"ended"')) return startProcessingArn;
  if (asked.includes('"events"')) return 'arn:aws:logs:us-west-2:123456789012:log-group:/aws/events/recordings';
  return reportFailureArn;
}

/** Without it our clients take an answer for somebody else's. */
const requestId = { 'x-amzn-requestid': '00000000-0000-0000-0000-000000000000' };

/** Starts it; `otherwise` stands before the usual answers. */
export async function startAws(otherwise: Answers = {}): Promise<{ url: string; stop(): Promise<void> }> {
  const given: Answers = { ...answers, ...otherwise };
  const server = createServer((request, response) => {
    text(request).then((asked) => {
      const { status = 200, headers = {}, body } = given[nameOf(request, asked)]?.(asked) ?? missing(request);
      const isText = typeof body === 'string';
      response.writeHead(status, {
        'content-type': isText ? 'text/xml' : 'application/json',
        ...requestId,
        ...headers,
      });
      response.end(isText ? body : JSON.stringify(body));
    }, response.destroy.bind(response));
  });
  return listenOnLoopback(server);
}

function nameOf({ method, url = '', headers }: IncomingMessage, asked: string): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target;
  const { pathname, searchParams } = new URL(url, 'http://aws');
  searchParams.delete('x-id');
  const [subResource] = searchParams.keys();
  const path = subResource === undefined ? pathname : `${pathname}?${subResource}`;
  // S3's buckets have a slash behind them.
  return new URLSearchParams(asked).get('Action') ?? `${method} ${path.replace(/\/(?=\?|$)/, '')}`;
}

const missing = ({ method, url }: IncomingMessage): Answer => ({
  status: 404,
  headers: { 'x-amzn-errortype': 'UnexpectedRequestException' },
  body: { message: `Nobody expected ${method} ${url}` },
});
