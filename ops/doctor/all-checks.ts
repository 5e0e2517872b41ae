/** Every check of a deployment. Names and order are what `--json` shows: change them on purpose. */
import { type Deployment, deadLetterQueuesOf, type OutputName, outputOf } from '../deployment/deployment.ts';
import type { Check, Finding } from './check.ts';
import { checkBucket } from './check-bucket.ts';
import { checkBucketPolicy, type WantedAccess } from './check-bucket-policy.ts';
import { checkCatalog } from './check-catalog.ts';
import { checkChannels } from './check-channels.ts';
import { checkConfiguration } from './check-configuration.ts';
import { checkDeadLetters } from './check-dead-letters.ts';
import { checkDistribution } from './check-distribution.ts';
import { checkFunction } from './check-function.ts';
import { checkNotifications } from './check-notifications.ts';
import { checkOutputs } from './check-outputs.ts';
import { checkLambdaQuota, checkMediaConvertQuota, checkStatesQuota } from './check-quotas.ts';
import { checkReconciler } from './check-reconciler.ts';
import { checkRule } from './check-rule.ts';
import { checkStateMachine } from './check-state-machine.ts';
import { checkAlarmSubscriptions, checkSubscriptions } from './check-subscriptions.ts';
import { checkThumbnailExpiry } from './check-thumbnail-expiry.ts';
import type { DoctorPorts } from './doctor-ports.ts';

/** A missing output stops the check that needs it, and no other: it is asked for when the check is made. */
type Output = (name: OutputName) => string;

/** @param look asks for the outputs that it needs */
const check = (name: string, actions: readonly string[], look: () => Promise<Finding>): Check => ({
  name,
  actions,
  // What it throws before it waits is its failure, too.
  look: async () => look(),
});

/** See the file's comment. */
export function allChecks(deployment: Deployment, ports: DoctorPorts): Check[] {
  const output: Output = (name) => outputOf(deployment, name);
  return [
    check('outputs', ['cloudformation:DescribeStacks'], () => checkOutputs(deployment.outputs, deployment.source)),
    ...triggerChecks(output, ports),
    ...machineChecks(deployment, output, ports),
    ...recordingChecks(output, ports),
    ...deliveryChecks(deployment, output, ports),
    check('subscriptions', ['sns:ListSubscriptionsByTopic'], () =>
      checkSubscriptions(output('NotificationTopicArn'), ports),
    ),
    check('alarm-subscriptions', ['sns:ListSubscriptionsByTopic'], () =>
      checkAlarmSubscriptions(deployment.outputs.AlarmTopicArn, ports),
    ),
    check('dead-letters', ['sqs:GetQueueAttributes'], () =>
      checkDeadLetters(deadLetterQueuesOf(deployment.outputs), ports),
    ),
    ...quotaChecks(output, ports),
  ];
}

type FunctionOutput = 'StartProcessingFunctionArn' | 'ReportFailureFunctionArn';

function triggerChecks(output: Output, ports: DoctorPorts): Check[] {
  const actions = ['events:DescribeRule', 'events:ListTargetsByRule'];
  const rule = (name: string, ruleName: OutputName, functionArn: FunctionOutput) =>
    check(name, actions, () => checkRule(output(ruleName), output(functionArn), ports));
  return [
    rule('rule-recording-ended', 'RecordingEndedRuleName', 'StartProcessingFunctionArn'),
    rule('rule-recording-start-failed', 'RecordingStartFailedRuleName', 'ReportFailureFunctionArn'),
    rule('rule-execution-failed', 'ExecutionFailedRuleName', 'ReportFailureFunctionArn'),
    rule('rule-execution-recovered', 'ExecutionRecoveredRuleName', 'ReportFailureFunctionArn'),
    check('rule-recording-events', actions, () => {
      const { partition, region, account } = placeOf(output);
      const arn = `arn:${partition}:logs:${region}:${account}:log-group:${output('RecordingEventLogName')}`;
      return checkRule(output('RecordingEventsRuleName'), arn, ports);
    }),
    check('start-processing-permission', ['lambda:GetPolicy'], () =>
      checkFunction(output('StartProcessingFunctionArn'), ['events.amazonaws.com', 's3.amazonaws.com'], ports),
    ),
    check('report-failure-permission', ['lambda:GetPolicy'], () =>
      checkFunction(output('ReportFailureFunctionArn'), ['events.amazonaws.com'], ports),
    ),
    check('bucket-notifications', ['s3:GetBucketNotification'], () =>
      checkNotifications(output('RecordingsBucketName'), output('StartProcessingFunctionArn'), ports),
    ),
  ];
}

function machineChecks({ outputs }: Deployment, output: Output, ports: DoctorPorts): Check[] {
  const machine = (name: string, arn: OutputName) =>
    check(name, ['states:DescribeStateMachine'], () => checkStateMachine(output(arn), ports));
  return [
    machine('process-recording', 'ProcessRecordingArn'),
    machine('export-recording', 'ExportRecordingArn'),
    machine('backfill-recordings', 'BackfillRecordingsArn'),
    check('reconciler', ['states:ListExecutions'], () =>
      checkReconciler(
        { machineArn: output('BackfillRecordingsArn'), scheduleName: output('ReconcilerScheduleName') },
        ports,
      ),
    ),
    check('thumbnail-expiry', ['cloudwatch:GetMetricStatistics'], () =>
      checkThumbnailExpiry(
        { name: outputs.ThumbnailExpiryScheduleName, machineArn: output('ProcessRecordingArn') },
        ports,
      ),
    ),
  ];
}

function recordingChecks(output: Output, ports: DoctorPorts): Check[] {
  return [
    check('recordings-bucket', ['s3:ListBucket'], () =>
      checkBucket(output('RecordingsBucketName'), placeOf(output).region, ports),
    ),
    check('recording-configuration', ['ivs:GetRecordingConfiguration'], () =>
      checkConfiguration(output('RecordingConfigurationArn'), output('RecordingsBucketName'), ports),
    ),
    check('channels', ['ivs:ListChannels', 'ivs:ListRecordingConfigurations', 'ivs:GetRecordingConfiguration'], () =>
      checkChannels(output('RecordingsBucketName'), ports),
    ),
    check('catalog', ['dynamodb:DescribeTable'], () => checkCatalog(output('CatalogTableName'), ports)),
  ];
}

function deliveryChecks({ outputs }: Deployment, output: Output, ports: DoctorPorts): Check[] {
  const policy = (name: string, bucketOutput: OutputName, access: Pick<WantedAccess, 'keyPattern' | 'printed'>) =>
    check(name, ['s3:GetBucketPolicy'], () => {
      const { partition, account } = placeOf(output);
      const distributionArn = `arn:${partition}:cloudfront::${account}:distribution/${output('DistributionId')}`;
      return checkBucketPolicy({ ...access, bucket: output(bucketOutput), partition, distributionArn }, ports);
    });
  return [
    policy('recordings-bucket-policy', 'RecordingsBucketName', {
      keyPattern: 'ivs/v1/*/media/*',
      printed: outputs.RecordingsBucketPolicyStatement,
    }),
    policy('exports-bucket-policy', 'ExportsBucketName', { keyPattern: '*', printed: undefined }),
    check('distribution', ['cloudfront:GetDistribution'], () => checkDistribution(output('DistributionId'), ports)),
  ];
}

function quotaChecks(output: Output, ports: DoctorPorts): Check[] {
  return [
    check('quota-lambda', ['lambda:GetAccountSettings', 'cloudwatch:GetMetricStatistics'], () =>
      checkLambdaQuota(ports),
    ),
    check('quota-mediaconvert', ['states:DescribeStateMachine', 'mediaconvert:GetQueue'], () =>
      checkMediaConvertQuota(output('ExportRecordingArn'), ports),
    ),
    check('quota-step-functions', ['cloudwatch:GetMetricStatistics'], () =>
      checkStatesQuota(
        [output('ProcessRecordingArn'), output('ExportRecordingArn'), output('BackfillRecordingsArn')],
        ports,
      ),
    ),
  ];
}

/** Where the deployment is, by the ARN of something in it: `arn:<partition>:states:<Region>:<account>:…`. */
function placeOf(output: Output) {
  const [, partition = '', , region = '', account = ''] = output('ProcessRecordingArn').split(':');
  return { partition, region, account };
}
