/** Every resource that a Task of ours may name, run against the embedded services. */
import type { LambdaRuntime } from '../lambda/lambda-runtime.ts';
import type { StatesEngine } from '../states/engine.ts';
import type { TaskIntegration, TaskIntegrations } from '../states/integration.ts';
import {
  createRunExecutionIntegration,
  createStartExecutionIntegration,
  type ExecutionRunner,
  RUN_EXECUTION_RESOURCE,
  START_EXECUTION_RESOURCE,
  type StartExecution,
} from '../states/start-execution-integration.ts';
import type { SdkConfiguration } from '../system/sdk-configuration.ts';
import { updateItemIntegration } from './dynamodb.ts';
import { invokeFunctionAt, lambdaIntegration } from './lambda.ts';
import { createJobIntegration } from './mediaconvert.ts';
import { getObjectIntegration } from './s3.ts';
import { publishIntegration } from './sns.ts';
import {
  REDRIVE_EXECUTION_RESOURCE,
  redriveExecutionAt,
  redriveExecutionIn,
  redriveExecutionIntegration,
  startExecutionAt,
} from './step-functions.ts';

/** May replace the integration of a Task's resource, or hand it back as it is. */
export type InterceptTask = (resource: string, integration: TaskIntegration) => TaskIntegration;

/** Where the services are. The engine is asked for when a Task starts an execution: it is made with these integrations. */
export interface IntegratedServices {
  readonly sdk: SdkConfiguration;
  readonly dynamodbUrl: string;
  readonly snsUrl: string;
  readonly mediaconvertUrl: string;
  readonly lambda: LambdaRuntime;
  readonly s3Url: string;
  readonly engine: () => Pick<StatesEngine, 'startExecution' | 'followExecution' | 'redriveExecution'>;
  /**
   * Where Lambda and Step Functions themselves are called by their APIs, as every other service is. Unless given, they are
   * called directly, being in this process.
   */
  readonly apis?: { readonly lambdaUrl: () => string; readonly sfnUrl: () => string };
}

/** See the file's comment. A resource that is not known has no integration: the engine refuses the definition. */
export function taskIntegrations(
  services: IntegratedServices,
  intercept: InterceptTask = (_resource, integration) => integration,
): TaskIntegrations {
  const { sdk, dynamodbUrl, snsUrl, mediaconvertUrl, s3Url, lambda, engine, apis } = services;
  const start: StartExecution =
    apis === undefined ? (request) => engine().startExecution(request) : startExecutionAt(sdk, apis.sfnUrl);
  const redrive = apis === undefined ? redriveExecutionIn(engine) : redriveExecutionAt(sdk, apis.sfnUrl);
  const invoke =
    apis === undefined ? (arn: string) => lambdaIntegration(lambda, arn) : invokeFunctionAt(sdk, apis.lambdaUrl);
  const follow: ExecutionRunner['followExecution'] = (...request) => engine().followExecution(...request);
  const integrations = new Map([
    ['arn:aws:states:::dynamodb:updateItem', updateItemIntegration(sdk, dynamodbUrl)],
    ['arn:aws:states:::sns:publish', publishIntegration(sdk, snsUrl)],
    ['arn:aws:states:::mediaconvert:createJob.sync', createJobIntegration(sdk, mediaconvertUrl)],
    ['arn:aws:states:::s3:getObject', getObjectIntegration(sdk, s3Url)],
    [RUN_EXECUTION_RESOURCE, createRunExecutionIntegration(() => ({ startExecution: start, followExecution: follow }))],
    [REDRIVE_EXECUTION_RESOURCE, redriveExecutionIntegration(redrive)],
    [START_EXECUTION_RESOURCE, createStartExecutionIntegration(start)],
  ]);
  return {
    resolve: (resource) => {
      const integration = integrations.get(resource) ?? (lambda.has(resource) ? invoke(resource) : undefined);
      return integration === undefined ? undefined : intercept(resource, integration);
    },
  };
}
