/** What there is to know of a deployment before something is put into it: whether it would process a sample at all. */
import * as z from 'zod/mini';
import { environmentSchema, readEnvironment } from '../../../lambdas/shared/adapters/environment.ts';
import { parseJson } from '../../../lambdas/shared/contract/json-text.ts';
import type { PlaybackPolicy } from '../../../lambdas/shared/contract/playback-access.ts';
import { type Deployment, outputOf } from '../../deployment/deployment.ts';
import { describeError } from '../../frame/describe-error.ts';
import { isServiceRefusal, orUnknown } from '../../frame/or-unknown.ts';
import type { LookPorts } from './live-ports.ts';

/** What the deployment is configured for. */
export interface LiveConfiguration {
  /** Empty: every channel. */
  readonly channelArns: readonly string[];
  readonly playbackPolicy: PlaybackPolicy;
  readonly defaultExports: readonly string[];
}

/** See the file's comment. */
export interface DeploymentLook {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  readonly recordingsBucket: string;
  readonly exportsBucket: string;
  readonly playbackBaseUrl: string;
  readonly processRecordingArn: string;
  readonly exportRecordingArn: string;
  /** `undefined` when it may not be asked. */
  readonly subscribers: number | undefined;
  /** Or why it is not known. */
  readonly configuration: LiveConfiguration | string;
  /** Published version of the function of each state. */
  readonly functionVersions: Readonly<Record<string, string>>;
}

/** Looks. What may not be looked at is not known, and no fault. */
export async function lookAtDeployment(deployment: Deployment, ports: LookPorts): Promise<DeploymentLook> {
  const processRecordingArn = outputOf(deployment, 'ProcessRecordingArn');
  const exportRecordingArn = outputOf(deployment, 'ExportRecordingArn');
  const [, partition = '', , region = '', accountId = ''] = processRecordingArn.split(':');
  const functions = await findFunctions([processRecordingArn, exportRecordingArn], ports);
  return {
    partition,
    region,
    accountId,
    recordingsBucket: outputOf(deployment, 'RecordingsBucketName'),
    exportsBucket: outputOf(deployment, 'ExportsBucketName'),
    playbackBaseUrl: outputOf(deployment, 'PlaybackBaseUrl'),
    processRecordingArn,
    exportRecordingArn,
    subscribers: await countSubscribers(outputOf(deployment, 'NotificationTopicArn'), ports),
    configuration:
      typeof functions === 'string' ? functions : await readConfiguration(functions.ValidateRecording, ports),
    functionVersions: Object.fromEntries(
      Object.entries(typeof functions === 'string' ? {} : functions).map(([state, arn]) => [
        state,
        arn.split(':')[7] ?? '$LATEST',
      ]),
    ),
  };
}

const definitionSchema = z.object({ States: z.record(z.string(), z.object({ Resource: z.optional(z.string()) })) });

/** ARNs of the functions of state machines, by their states; or why they are not known. */
async function findFunctions(
  machineArns: readonly string[],
  ports: LookPorts,
): Promise<Record<string, string> | string> {
  try {
    const found = await Promise.all(machineArns.map((arn) => functionsOf(arn, ports)));
    return Object.assign({}, ...found);
  } catch (error) {
    if (!isServiceRefusal(error)) throw error;
    return describeError(error).message;
  }
}

async function functionsOf(machineArn: string, { stateMachine }: LookPorts): Promise<Record<string, string>> {
  const { definition } = await stateMachine(machineArn);
  const { data } = definitionSchema.safeParse(parseJson(definition));
  return Object.fromEntries(
    Object.entries(data?.States ?? {}).flatMap(([state, { Resource: arn = '' }]) =>
      arn.split(':')[2] === 'lambda' ? [[state, arn]] : [],
    ),
  );
}

const countSubscribers = (topicArn: string, { listSubscriptions }: LookPorts): Promise<number | undefined> =>
  orUnknown(async () => (await listSubscriptions(topicArn)).filter(({ isConfirmed }) => isConfirmed).length);

const configurationSchema = z.pick(environmentSchema, {
  playbackPolicy: true,
  defaultExports: true,
  channelArns: true,
});

async function readConfiguration(
  functionArn: string | undefined,
  { variables }: LookPorts,
): Promise<LiveConfiguration | string> {
  if (functionArn === undefined) return 'process-recording has no state ValidateRecording';
  try {
    return readEnvironment(await variables(functionArn), configurationSchema);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return describeError(error).message;
  }
}
