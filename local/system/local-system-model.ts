/** The model of our own app, and the few resources of it that the laptop has to know by their role. */
import { environmentNames } from '../../lambdas/shared/contract/environment.ts';
import { configurationInCdkJson, readAssembly, synthesize } from '../template/cloud-assembly.ts';
import { deployLocally } from '../template/deployment.ts';
import { TemplateUnsupportedError } from '../template/intrinsics.ts';
import type { LocalEnvironment } from '../template/resource-identity.ts';
import { type FunctionModel, isModelled, readSystemModel, type SystemModel } from '../template/system-model.ts';

/** The embedded SNS and SQS know no other account, so every ARN on the laptop has it. */
export const localEnvironment: LocalEnvironment = { accountId: '000000000000', region: 'us-west-2' };

/**
 * What the laptop runs: a configuration, or the one in cdk.json. The API is on in any case: the laptop's page lists
 * recordings by it, and nobody else reaches it.
 */
export const localConfiguration = (
  configuration: Readonly<Record<string, unknown>> = configurationInCdkJson(),
): Readonly<Record<string, unknown>> => ({ ...configuration, api: { enabled: true } });

/** Synthesizes the app into `directory`, with a configuration in place of cdk.json's if one is given, and reads it. */
export async function loadSystemModel(
  directory: string,
  configuration?: Readonly<Record<string, unknown>>,
): Promise<SystemModel> {
  await synthesize(directory, { ...localEnvironment, configuration: localConfiguration(configuration) });
  return readLocalModel(directory);
}

/** Reads what {@link loadSystemModel} has synthesized into `directory`. */
export const readLocalModel = (directory: string): SystemModel =>
  readSystemModel(deployLocally(readAssembly(directory), localEnvironment, isModelled));

function demand<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new TemplateUnsupportedError(`The template has no ${what}.`);
  return value;
}

/** The function of a step, by its stem in PascalCase (`StartProcessing`). */
export const functionOf = (model: SystemModel, stem: string): FunctionModel =>
  demand(
    model.functions.find(({ name }) => name.includes(stem)),
    `function for ${stem}`,
  );

/** The resources that a run refers to. */
export interface KnownResources {
  readonly recordingsBucket: string;
  readonly processRecordingArn: string;
  readonly exportRecordingArn: string;
  readonly backfillRecordingsArn: string;
}

/** Finds them by what refers to them: the bucket by its notifications, the machines by report-failure's environment. */
export function knownResources(model: SystemModel): KnownResources {
  const { environment } = functionOf(model, 'ReportFailure');
  return {
    recordingsBucket: demand(model.notifications[0]?.bucket, 'bucket with notifications'),
    processRecordingArn: demand(environment[environmentNames.processRecordingArn], 'process-recording machine'),
    backfillRecordingsArn: demand(
      model.stateMachines.find(({ name }) => name.includes('BackfillRecordings'))?.arn,
      'backfill-recordings machine',
    ),
    exportRecordingArn: demand(environment[environmentNames.exportRecordingArn], 'export-recording machine'),
  };
}
