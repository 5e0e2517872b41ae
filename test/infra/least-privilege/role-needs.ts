/** What each role needs, found out by who takes it. */
import { bucketKey, keyNeeds } from './key-needs.ts';
import { machineNeeds } from './machine-needs.ts';
import type { UsedCommand } from './sdk-commands.ts';
import { bucketNames, logNeeds, stepNeeds } from './step-needs.ts';
import type { PlacedResource, TemplateView } from './template-view.ts';

type Commands = ReadonlyMap<string, readonly UsedCommand[]>;

/** Throws when nothing that is known takes the role. */
export function roleNeeds(view: TemplateView, role: string, commands: Commands): Set<string> {
  const takes = (value: unknown): boolean => view.referred(value) === view.referred(role);
  const needs = [
    ...view.ofType('AWS::Lambda::Function').map((fn) => takes(fn.Properties.Role) && functionNeeds(view, fn, commands)),
    ...view
      .ofType('AWS::StepFunctions::StateMachine')
      .map((machine) => takes(machine.Properties.RoleArn) && machineNeeds(view, machine)),
    ...view.ofType('AWS::Scheduler::Schedule').map(({ Properties }) => {
      const { Target } = Properties;
      const target = view.render(Target.Arn);
      const isFunction = view.referred(Target.Arn)?.Type === 'AWS::Lambda::Function';
      return (
        takes(Target.RoleArn) && [`${isFunction ? 'lambda:InvokeFunction' : 'states:StartExecution'} on ${target}`]
      );
    }),
    ...view
      .ofType('AWS::StepFunctions::StateMachine')
      .map(({ Properties }) => takes(Properties.DefinitionSubstitutions?.MediaConvertRoleArn) && jobNeeds(view)),
  ].filter((found) => found !== false);
  if (needs.length === 0) throw new Error(`Nothing that this test knows takes ${role}.`);
  return new Set(needs.flat());
}

function functionNeeds(view: TemplateView, fn: PlacedResource, commands: Commands): string[] {
  const [, stem = ''] = /^<(\w+?)Function>$/.exec(view.ref(fn)) ?? [];
  const step = stem.replaceAll(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  const used = commands.get(step);
  return used === undefined ? notificationsHandlerNeeds(view, fn) : stepNeeds(view, fn, used);
}

/**
 * A job reads its input and writes its output, in the buckets that plan-export names.
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/creating-the-iam-role-in-iam.html
 */
function jobNeeds(view: TemplateView): string[] {
  const { recordings, exports } = bucketNames(view);
  return [
    `s3:GetObject on objects of ${recordings}`,
    `s3:PutObject on objects of ${exports}`,
    ...keyNeeds(view, bucketKey(view, exports), 's3', 'write in parts'),
  ];
}

/** CDK's own function, which is in the template as Python text. */
function notificationsHandlerNeeds(view: TemplateView, fn: PlacedResource): string[] {
  const { id, Properties } = fn;
  const calls: string[] =
    String(Properties.Code.ZipFile).match(/s3\.(get|put)_bucket_notification_configuration/g) ?? [];
  if (calls.length === 0) throw new Error(`${id} belongs to no step, and is not CDK's function for notifications.`);
  const actions = calls.map((call) => (call.startsWith('s3.get') ? 'Get' : 'Put'));
  const buckets = view.ofType('Custom::S3BucketNotifications').map((one) => view.render(one.Properties.BucketName));
  return [
    ...actions.flatMap((action) => buckets.map((bucket) => `s3:${action}BucketNotification on ${bucket}`)),
    ...logNeeds(view, fn),
  ];
}
