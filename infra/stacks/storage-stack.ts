import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { pagePaths } from '../../lambdas/shared/contract/page.ts';
import type { Config } from '../config-schema.ts';
import { AccessLogBucket } from '../constructs/access-log-bucket.ts';
import { CatalogTable } from '../constructs/catalog-table.ts';
import { Delivery } from '../constructs/delivery.ts';
import { IvsRecording } from '../constructs/ivs-recording.ts';
import { exportRules, recordingRules } from '../constructs/object-retention.ts';
import { readByDistribution } from '../constructs/origin-access.ts';
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
}

export interface StorageStackProps extends StackProps {
  readonly config: Config;
  /** Where the bundles of API and page come from. */
  readonly code: StepCode;
}

/**
 * What must not be lost: buckets, catalog, CloudFront and the IVS recording configuration. Where there is an API or a page,
 * they stand here too, behind the distribution (docs/adr/0016, 0017).
 */
export class StorageStack extends Stack {
  readonly exported: StorageExports;

  constructor(scope: Construct, id: string, { config, code, ...props }: StorageStackProps) {
    super(scope, id, { description: 'Amazon IVS recordings: buckets, catalog, delivery', ...props });
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
      ...(delivery.signingKeys && { SigningKeyIds: delivery.signingKeys.keyIds.join(',') }),
      ...(channel && {
        ChannelArn: channel.attrArn,
        ChannelIngestEndpoint: channel.attrIngestEndpoint,
        ChannelPlaybackUrl: channel.attrPlaybackUrl,
      }),
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
