/** A system whose services can be made to fail, and which does not wait long: for the cells of a fault matrix. */
import '../../fixtures/one-realm.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type AttributeValue, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { FaultRules } from '../../../local/faults/fault-rules.ts';
import type { InterceptTask } from '../../../local/integrations/task-integrations.ts';
import { TaskFailure } from '../../../local/states/errors.ts';
import { type LocalSystem, startSystem } from '../../../local/system/start-system.ts';
import type { FunctionModel, SystemModel } from '../../../local/template/system-model.ts';
import { configurations } from '../system/configurations.ts';
import { sharedModel } from '../system/shared-model.ts';
import { Recordings } from './recordings.ts';

const hastyClock = pathToFileURL(path.join(import.meta.dirname, 'hasty-clock.ts')).href;

/** The function's stem, such as `PlanExport`: of a name that CloudFormation makes up, or of one that we give. */
export const stemOf = ({ name }: Pick<FunctionModel, 'name'>): string =>
  /-([A-Za-z]+?)(?:Function|$)/.exec(name)?.[1] ?? name;

/** Each client tells in its requests whose it is: the standard way of AWS's SDKs to name an application. */
const withOwnName = (fn: FunctionModel): FunctionModel => ({
  ...fn,
  environment: {
    ...fn.environment,
    AWS_SDK_UA_APP_ID: stemOf(fn),
    NODE_OPTIONS: `${fn.environment.NODE_OPTIONS ?? ''} --import ${hastyClock}`,
  },
});

/** How often the definitions try again is not in question here; on a busy machine a request may fail once more by itself. */
const withFewRetries = (definition: string): string =>
  JSON.stringify(JSON.parse(definition, (key, value) => (key === 'MaxAttempts' ? 2 : value)));

const prepared = (model: SystemModel): SystemModel => ({
  ...model,
  functions: model.functions.map(withOwnName),
  stateMachines: model.stateMachines.map((machine) => ({ ...machine, definition: withFewRetries(machine.definition) })),
});

/** The recording that an execution is of, or its second part: `<channelId>-<recordingId>[-…]`. */
export const idOf = (executionArn: string): string => executionArn.split(':').at(-1)?.split('-')[1] ?? '';

/** What is looked at in an item. */
export interface CatalogRow {
  readonly exportName?: string;
  readonly status?: string;
  readonly attention?: string;
  readonly failure?: { readonly name: string; readonly state?: string };
  readonly recording?: { readonly channelName?: string };
  readonly findings?: readonly { readonly code: string }[];
}

/** How a stage may differ. */
export interface StageOptions {
  /** In place of `faults`. */
  readonly configuration?: Readonly<Record<string, unknown>>;
  readonly change?: (model: SystemModel) => SystemModel;
  /** An SDK's client that has failed often enough does not try again any more: it is replaced before. */
  readonly eventsPerContainer?: number;
}

/** See the file's comment. */
export class FaultStage {
  readonly system: LocalSystem;
  readonly rules: FaultRules;
  readonly recordings = new Recordings();
  readonly #folder: string;
  readonly #hanging: Map<string, () => void>;

  private constructor(system: LocalSystem, rules: FaultRules, folder: string, hanging: Map<string, () => void>) {
    this.system = system;
    this.rules = rules;
    this.#folder = folder;
    this.#hanging = hanging;
  }

  static async start(options: StageOptions = {}): Promise<FaultStage> {
    const { change = (model) => model, eventsPerContainer = 30 } = options;
    const folder = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-faults-'));
    const model = change(
      prepared(sharedModel(path.join(folder, 'cdk.out'), options.configuration ?? configurations.faults)),
    );
    const rules = new FaultRules();
    const hanging = new Map<string, () => void>();
    const system = await startSystem({
      model,
      directory: path.join(folder, 'run'),
      retryDelayScale: 0.001,
      answerTimeoutMs: 3000,
      eventsPerContainer,
      interceptTask: givingUp(hanging),
      faults: rules,
    });
    return new FaultStage(system, rules, folder, hanging);
  }

  /** The Task of that recording's execution that is under way is never answered: its TimeoutSeconds are up at once. */
  letTimePass(id: string): void {
    this.#hanging.get(id)?.();
  }

  /** Invokes a function as EventBridge does, and does not wait. */
  invoke(stem: string, event: unknown): void {
    this.system.lambda.invokeAsynchronously(this.system.functionArn(stem), event);
  }

  /** Items of the catalog: the recording's, and its exports'. */
  itemsOf(id: string): Promise<CatalogRow[]> {
    return this.system.catalog.itemsOfRecording(id) as Promise<CatalogRow[]>;
  }

  /** Writes items into the catalog, as DynamoDB takes them. */
  async putItems(...items: Record<string, AttributeValue>[]): Promise<void> {
    const { sdk, endpoints, model } = this.system;
    const client = new DynamoDBClient({ ...sdk, endpoint: endpoints.dynamodb });
    for (const Item of items) await client.send(new PutItemCommand({ TableName: model.tables[0]?.name, Item }));
    client.destroy();
  }

  /** Waits for the exports that were started for a recording. */
  async whenExportsEnded(id: string): Promise<void> {
    const { engine, exportRecordingArn } = this.system;
    const own = engine.listExecutions(exportRecordingArn).filter((each) => idOf(each.executionArn) === id);
    await Promise.all(own.map(({ executionArn }) => engine.whenEnded(executionArn)));
  }

  /** Keys of the exports whose uploads were begun and are neither completed nor aborted. */
  async uploadsLeft(): Promise<string[]> {
    const { model, s3 } = this.system;
    const Bucket = model.buckets.find((bucket) => bucket.includes('-exports'));
    const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
    return Uploads.map(({ Key = '' }) => Key);
  }

  async stop(): Promise<void> {
    await this.system.stop();
    this.recordings.remove();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Fails a Task that hangs as Step Functions does when TimeoutSeconds are up, without waiting for them. */
const givingUp =
  (hanging: Map<string, () => void>): InterceptTask =>
  (_resource, integration) =>
  async (parameters, context) => {
    const id = idOf(context.executionArn);
    const timeUp = new Promise<never>((_resolve, reject) => {
      hanging.set(id, () => reject(new TaskFailure('States.Timeout', '')));
    });
    const work = Promise.resolve(integration(parameters, context));
    // What becomes of it after the time is up, nobody asks.
    work.catch(() => {});
    return Promise.race([work, timeUp]);
  };
