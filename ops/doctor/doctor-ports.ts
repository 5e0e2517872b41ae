/** What the checks ask of AWS. Nothing here changes anything. */
import type { BucketFinding } from '../setup/check-bucket.ts';
import type { IvsPorts } from '../setup/ivs-ports.ts';

/** What S3 tells a function of. */
export interface BucketNotification {
  readonly functionArn: string;
  /** Such as `s3:ObjectCreated:*`. */
  readonly events: readonly string[];
  /** Empty: every key. */
  readonly prefix: string;
  readonly suffix: string;
}

/** Who hears the messages. */
export interface Subscription {
  readonly protocol: string;
  readonly endpoint: string;
  readonly isConfirmed: boolean;
}

/** A state machine. */
export interface StateMachine {
  /** `ACTIVE` or `DELETING`. */
  readonly status: string;
  /** Its text. */
  readonly definition: string;
}

/** An execution that was begun. */
export interface BegunExecution {
  readonly name: string;
  readonly status: string;
  readonly startedAt: Date;
}

/** The catalog's table. */
export interface CatalogTable {
  /** `ACTIVE`, `UPDATING`, `INACCESSIBLE_ENCRYPTION_CREDENTIALS` and the like. */
  readonly status: string;
  /** The key that was chosen for it; `undefined`: AWS's own. */
  readonly keyArn: string | undefined;
  /** Since when DynamoDB cannot use that key; `undefined` while it can. */
  readonly keyMissedSince: Date | undefined;
}

/** A queue of MediaConvert. */
export interface JobQueue {
  /** `ACTIVE` or `PAUSED`. */
  readonly status: string;
  /** Jobs at once; `undefined` when MediaConvert does not tell. */
  readonly mostAtOnce: number | undefined;
  readonly running: number;
  readonly waiting: number;
}

/** See the file's comment. */
export interface DoctorPorts extends Pick<IvsPorts, 'getConfiguration' | 'listConfigurations' | 'listChannels'> {
  /** State of a rule of EventBridge, `ENABLED` or `DISABLED`. */
  ruleState(name: string): Promise<string>;
  /** ARNs of what a rule sends to. */
  ruleTargets(name: string): Promise<readonly string[]>;
  /** JSON text of who may invoke a function; `undefined` when nobody may by a policy. */
  functionPolicy(functionArn: string): Promise<string | undefined>;
  bucketNotifications(bucket: string): Promise<readonly BucketNotification[]>;
  /** JSON text; `undefined` when the bucket has none. */
  bucketPolicy(bucket: string): Promise<string | undefined>;
  findBucket(bucket: string): Promise<BucketFinding>;
  listSubscriptions(topicArn: string): Promise<readonly Subscription[]>;
  /** About how many messages a queue holds. */
  countMessages(queueUrl: string): Promise<number>;
  stateMachine(arn: string): Promise<StateMachine>;
  /** The latest 100, the latest first. */
  latestExecutions(stateMachineArn: string): Promise<readonly BegunExecution[]>;
  catalogTable(name: string): Promise<CatalogTable>;
  /** How often thumbnails that have come of age were looked for, by the state machine that tells deployments apart. */
  thumbnailRuns(stateMachineArn: string, since: Date, until: Date): Promise<number>;
  distribution(id: string): Promise<{ readonly status: string; readonly isEnabled: boolean }>;
  jobQueue(arn: string): Promise<JobQueue>;
  /** Executions of functions at once that the account may have. */
  mostFunctionsAtOnce(): Promise<number>;
  /** The most there were at once in a span of time; `undefined` when there were none. */
  functionsAtOnce(since: Date, until: Date): Promise<number | undefined>;
  /** How often executions of a state machine had to wait for Step Functions’ quota. */
  throttledTransitions(stateMachineArn: string, since: Date, until: Date): Promise<number>;
  now(): Date;
  /** How the user calls this program, for advice. */
  readonly programName: string;
}
