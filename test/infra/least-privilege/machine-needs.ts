/** What a state machine needs: from its definition's text and the values that the template puts into it. */
import { bucketKey, keyNeeds, tableKey } from './key-needs.ts';
import { bucketNames, executionsOf, publishNeeds, tableArn } from './step-needs.ts';
import { attributeOf, type PlacedResource, type TemplateView } from './template-view.ts';

// biome-ignore lint/suspicious/noExplicitAny: definitions are read as they come
type State = Record<string, any>;

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html */
const logDelivery = [
  'CreateLogDelivery',
  'GetLogDelivery',
  'UpdateLogDelivery',
  'DeleteLogDelivery',
  'ListLogDeliveries',
  'PutResourcePolicy',
  'DescribeResourcePolicies',
  'DescribeLogGroups',
].map((action) => `logs:${action} on *`);

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html */
const tracing = ['PutTraceSegments', 'PutTelemetryRecords', 'GetSamplingRules', 'GetSamplingTargets'].map(
  (action) => `xray:${action} on *`,
);

/** Everything that the role of a machine needs. */
export function machineNeeds(view: TemplateView, machine: PlacedResource): string[] {
  const { DefinitionString, DefinitionSubstitutions, LoggingConfiguration, TracingConfiguration } = machine.Properties;
  const substitute = (text: unknown): string =>
    String(text).replace(/^\$\{(\w+)\}$/, (_, name: string) => view.render(DefinitionSubstitutions[name]));
  return [
    ...statesOf(JSON.parse(DefinitionString)).flatMap((state) =>
      stateNeeds(view, view.ref(machine), state, substitute),
    ),
    ...(LoggingConfiguration === undefined ? [] : logDelivery),
    ...(TracingConfiguration?.Enabled === true ? tracing : []),
  ];
}

function statesOf(machine: { States: Record<string, State> }): State[] {
  return Object.values(machine.States).flatMap((state) => [
    state,
    ...[state.ItemProcessor, state.Iterator, ...(state.Branches ?? [])].filter(Boolean).flatMap(statesOf),
  ]);
}

function stateNeeds(
  view: TemplateView,
  machine: string,
  state: State,
  substitute: (text: unknown) => string,
): string[] {
  if (state.Type === 'Map') return mapNeeds(view, machine, state);
  if (state.Type !== 'Task') return [];
  const given = (name: string) => substitute(state.Parameters[name]);
  switch (state.Resource) {
    case 'arn:aws:states:::dynamodb:updateItem':
      return [
        `dynamodb:UpdateItem on ${tableArn(given('TableName'))}`,
        ...keyNeeds(view, tableKey(view), 'dynamodb', 'read'),
      ];
    case 'arn:aws:states:::sns:publish':
      return publishNeeds(view, given('TopicArn'));
    case 'arn:aws:states:::states:startExecution':
      return [`states:StartExecution on ${given('StateMachineArn')}`];
    case 'arn:aws:states:::states:startExecution.sync:2':
      return waitedExecutionNeeds(given('StateMachineArn'));
    case 'arn:aws:states:::aws-sdk:sfn:redriveExecution':
      return [`states:RedriveExecution on ${redriven(state.Parameters['ExecutionArn.$'], substitute)}`];
    case 'arn:aws:states:::mediaconvert:createJob.sync':
      return waitedJobNeeds(view, given('Queue'), given('Role'), 'Tags.$' in (state.Parameters ?? {}));
    default:
      return invocationNeeds(view, substitute(state.Resource));
  }
}

/** A redrive runs the version that its execution began with, so every version of the function counts. */
function invocationNeeds(view: TemplateView, versionRef: string): string[] {
  const version = view.ofType('AWS::Lambda::Version').find((one) => view.ref(one) === versionRef);
  if (version === undefined) throw new Error(`Say in stateNeeds what a task with the resource ${versionRef} needs.`);
  const fn = view.render(version.Properties.FunctionName);
  return [`lambda:InvokeFunction on ${attributeOf(fn, 'Arn')}:*`];
}

/** Executions whose ARN is a stem and a name that the item tells. */
function redriven(format: string, substitute: (text: unknown) => string): string {
  const [, stem] = /^States\.Format\('(\$\{\w+\}):\{\}', \$\.\w+\)$/.exec(format) ?? [];
  if (stem === undefined) throw new Error(`Which executions does ${format} name?`);
  return `${substitute(stem)}:*`;
}

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html */
const waitedExecutionNeeds = (machine: string): string[] => [
  `states:StartExecution on ${machine}`,
  `states:DescribeExecution on ${executionsOf(machine)}`,
  `states:StopExecution on ${executionsOf(machine)}`,
  ...managedRule('StepFunctionsGetEventsForStepFunctionsExecutionRule'),
];

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-mediaconvert.html */
const waitedJobNeeds = (view: TemplateView, queue: string, role: string, isTagged: boolean): string[] => [
  `mediaconvert:CreateJob on ${view.render(queue)}`,
  'mediaconvert:CreateJob on arn:aws:mediaconvert:…:jobTemplates/*',
  'mediaconvert:CreateJob on arn:aws:mediaconvert:…:presets/*',
  'mediaconvert:GetJob on arn:aws:mediaconvert:…:jobs/*',
  'mediaconvert:CancelJob on arn:aws:mediaconvert:…:jobs/*',
  ...(isTagged ? ['mediaconvert:TagResource on arn:aws:mediaconvert:…:jobs/*'] : []),
  `iam:PassRole on ${role}`,
  ...managedRule('StepFunctionsGetEventsForMediaConvertJobRule'),
];

/** The rule by which Step Functions hears of the end of what it waits for. */
const managedRule = (name: string): string[] =>
  ['PutTargets', 'PutRule', 'DescribeRule'].map((action) => `events:${action} on arn:aws:events:…:rule/${name}`);

function readerNeeds(view: TemplateView): string[] {
  const { lists } = bucketNames(view);
  return [`s3:GetObject on objects of ${lists}`, ...keyNeeds(view, bucketKey(view, lists), 's3', 'read')];
}

/**
 * A distributed Map runs its iterations as executions of the machine itself, and reads its items from the bucket of lists.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
 */
function mapNeeds(view: TemplateView, machine: string, { ItemProcessor, ItemReader, Label }: State): string[] {
  const reader = ItemReader?.Resource;
  if (reader !== undefined && reader !== 'arn:aws:states:::s3:getObject') throw new Error(`What does ${reader} need?`);
  return [
    ...(reader === undefined ? [] : readerNeeds(view)),
    ...(ItemProcessor.ProcessorConfig?.Mode !== 'DISTRIBUTED'
      ? []
      : [
          `states:StartExecution on ${machine}`,
          `states:DescribeExecution on ${executionsOf(machine)}`,
          `states:StopExecution on ${executionsOf(machine)}`,
          `states:RedriveExecution on ${executionsOf(machine, `/${Label}`)}`,
        ]),
  ];
}
