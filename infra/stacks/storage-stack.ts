import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { pagePaths } from '../../lambdas/shared/contract/page.ts';
import type { Config } from '../config-schema.ts';
import { AccessLogBucket } from '../constructs/access-log-bucket.ts';
import { CatalogTable } from '../constructs/catalog-table.ts';
import { Delivery } from '../constructs/delivery.ts';
import { EncryptionKey } from '../constructs/encryption-key.ts';
import { IvsRecording } from '../constructs/ivs-recording.ts';
import { keyUsers } from '../constructs/key-policy.ts';
import { exportRules, recordingRules } from '../constructs/object-retention.ts';
import { distributionArn, readByDistribution } from '../constructs/origin-access.ts';
import { PrivateBucket } from '../constructs/private-bucket.ts';
import type { StepCode } from '../constructs/step-function.ts';
import { createApi } from './api.ts';
import { createPage } from './page.ts';

/**
 * What other stacks may know of storage: names, as imports of the stack's exports or as the configuration gives them.
 * CloudFormation then refuses to remove what is in use, and no construct of one stack can reach into the other.
 *
 * CloudFormation also refuses to change what is in use, and storage is deployed first. So an export is an attribute of
 * a resource that is made, never a choice between such an attribute and the configuration.
 */
export interface StorageExports {
  readonly recordingsBucketName: string;
  readonly exportsBucketName: string;
  readonly catalogTableName: string;
  /** `https://…` in front of both buckets, without a trailing slash. */
  readonly playbackBaseUrl: string;
  /** The channel that the stack made, where it made one. */
  readonly channelArn: string | undefined;
  /** The key under which everything is stored that may be; none: AWS's keys. */
  readonly encryptionKeyArn: string | undefined;
}

export interface StorageStackProps extends StackProps {
  readonly config: Config;
  /** Where the bundles of API and page come from. */
  readonly code: StepCode;
  /** Name of the other stack, whose logs are under the same key. */
  readonly pipelineStackName: string;
}

/** Who may use the key, with the distribution that reads what is under it. */
type UsersOfKey = (distribution: { readonly distributionId: string }) => iam.PolicyStatement[];

/**
 * What must not be lost: buckets, catalog, CloudFront and the IVS recording configuration. Where there is an API or a page,
 * they stand here too, behind the distribution (docs/adr/0016, 0019).
 */
export class StorageStack extends Stack {
  readonly exported: StorageExports;

  constructor(scope: Construct, id: string, { config, code, pipelineStackName, ...props }: StorageStackProps) {
    super(scope, id, { description: 'Amazon IVS recordings: buckets, catalog, delivery', ...props });
    const usersOfKey: UsersOfKey = (distribution) =>
      keyUsers(this, {
        stackNames: [this.stackName, pipelineStackName],
        distributionArns: distributionArn(distribution),
        hasSubscriptions: config.subscriptions.length > 0,
      });
    const encryptionKey = this.createEncryptionKey(config.encryption, usersOfKey);
    const { recordingsBucket, exportsBucket, accessLogBucket } = this.createBuckets(config);
    const catalog = new CatalogTable(this, 'Catalog');
    const delivery = new Delivery(this, 'Delivery', {
      recordingsBucket,
      exportsBucket,
      playback: config.playback,
      apiUrl: config.api.enabled
        ? createApi(this, { config, catalogTable: catalog, code: code('serve-api') })
        : undefined,
      pageUrl: config.page.enabled ? createPage(this, { config, code: code('serve-page') }) : undefined,
      accessLogBucket,
    });
    this.admitDistribution(recordingsBucket, exportsBucket, delivery);
    if (encryptionKey?.isCreated === false) this.printKeyStatements(usersOfKey(delivery.distribution));
    const { recordingConfigurationArn, channel } = new IvsRecording(this, 'IvsRecording', {
      bucketName: recordingsBucket.bucketName,
      recording: config.recording,
      channel: config.channel,
    });
    const { distributionDomainName } = delivery.distribution;
    // Exported even where it is not used: a pipeline from before there was a domain still imports it.
    const exportedDomainName = this.exportValue(distributionDomainName);
    const baseUrl = (createdDomainName: string) => `https://${config.playback.domainName ?? createdDomainName}`;
    this.exported = {
      recordingsBucketName: config.recordingsBucketName ?? this.exportValue(recordingsBucket.bucketName),
      exportsBucketName: this.exportValue(exportsBucket.bucketName),
      catalogTableName: this.exportValue(catalog.tableName),
      playbackBaseUrl: baseUrl(exportedDomainName),
      channelArn: channel && this.exportValue(channel.attrArn),
      encryptionKeyArn:
        encryptionKey?.isCreated === true ? this.exportValue(encryptionKey.key.keyArn) : encryptionKey?.key.keyArn,
    };
    this.printOutputs({
      RecordingsBucketName: recordingsBucket.bucketName,
      ExportsBucketName: exportsBucket.bucketName,
      CatalogTableName: catalog.tableName,
      PlaybackBaseUrl: baseUrl(distributionDomainName),
      ...(config.page.enabled && { PageUrl: `${baseUrl(distributionDomainName)}${pagePaths.document}` }),
      DistributionDomainName: distributionDomainName,
      DistributionId: delivery.distribution.distributionId,
      RecordingConfigurationArn: recordingConfigurationArn,
      ...(encryptionKey && { EncryptionKeyArn: encryptionKey.key.keyArn }),
      ...(delivery.signingKeys && { SigningKeyIds: delivery.signingKeys.keyIds.join(',') }),
      ...(channel && {
        ChannelArn: channel.attrArn,
        ChannelIngestEndpoint: channel.attrIngestEndpoint,
        ChannelPlaybackUrl: channel.attrPlaybackUrl,
      }),
    });
  }

  private createEncryptionKey({ key }: Config['encryption'], usersOf: UsersOfKey): EncryptionKey | undefined {
    if (key === 'aws') return undefined;
    if (key !== 'create') return EncryptionKey.existing(this, key);
    // The distribution needs the bucket, which needs the key, so the key cannot name the distribution. Of this account's
    // distributions, the bucket's policy admits ours alone.
    return EncryptionKey.create(this, usersOf({ distributionId: '*' }));
  }

  /** The policy of a key that is not ours is not ours to change: its owner adds what is printed. */
  private printKeyStatements(statements: readonly iam.PolicyStatement[]): void {
    this.printOutputs({
      EncryptionKeyPolicyStatements: this.toJsonString(statements.map((statement) => statement.toStatementJson())),
    });
  }

  private createBuckets({ recordingsBucketName, accessLogRetentionDays: days, retention }: Config) {
    const { abortUploadsAfterDays } = retention;
    const accessLogBucket = days === undefined ? undefined : new AccessLogBucket(this, 'AccessLogs', days);
    const recordingsBucket =
      recordingsBucketName === undefined
        ? new PrivateBucket(this, 'Recordings', {
            accessLogBucket,
            accessLogPrefix: 'recordings/',
            abortUploadsAfterDays,
            retention: recordingRules(retention),
          })
        : s3.Bucket.fromBucketName(this, 'Recordings', recordingsBucketName);
    const exportsBucket = new PrivateBucket(this, 'Exports', {
      accessLogBucket,
      accessLogPrefix: 'exports/',
      abortUploadsAfterDays,
      retention: exportRules(retention),
      encryptionKey: EncryptionKey.of(this),
    });
    return { recordingsBucket, exportsBucket, accessLogBucket };
  }

  private admitDistribution(recordings: s3.IBucket, exports: s3.IBucket, { distribution }: Delivery): void {
    exports.addToResourcePolicy(readByDistribution(exports, '*', distribution));
    const statement = readByDistribution(recordings, 'ivs/v1/*/media/*', distribution);
    // The policy of a bucket that is not ours is not ours to replace: its owner adds what is printed.
    if (!recordings.addToResourcePolicy(statement).statementAdded)
      this.printOutputs({ RecordingsBucketPolicyStatement: this.toJsonString(statement.toStatementJson()) });
  }

  private printOutputs(outputs: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}
