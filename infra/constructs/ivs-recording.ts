import { createHash } from 'node:crypto';
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ivs from 'aws-cdk-lib/aws-ivs';
import { Construct } from 'constructs';
import type { ChannelConfig, RecordingConfig } from '../config-schema.ts';

export interface IvsRecordingProps {
  /** Bucket that IVS records to, of the same account and Region. */
  readonly bucketName: string;
  readonly recording: RecordingConfig;
  readonly channel: ChannelConfig | undefined;
}

/**
 * What IVS records, and optionally a channel that does. IVS cannot change a recording configuration: every change
 * makes a new one. The old one is retained, since channels outside this stack may still use it (deleting one in use
 * fails with 409); delete it by hand once none does.
 * @see https://docs.aws.amazon.com/ivs/latest/LowLatencyUserGuide/record-to-s3.html
 */
export class IvsRecording extends Construct {
  /** For `recordingConfigurationArn` of a channel. */
  readonly recordingConfigurationArn: string;
  /** The channel, where one was asked for. */
  readonly channel: ivs.CfnChannel | undefined;

  constructor(scope: Construct, id: string, props: IvsRecordingProps) {
    super(scope, id);
    const settings = recordingSettings(props.recording);
    const configuration = new ivs.CfnRecordingConfiguration(this, 'Configuration', {
      // The name tells old from new in the console: it differs with the settings, as the configuration itself does.
      name: `${Stack.of(this).stackName}-${createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 8)}`,
      destinationConfiguration: { s3: { bucketName: props.bucketName } },
      ...settings,
    });
    // Not kept when its creation is rolled back: nothing uses it then, and IVS allows 20 in a Region.
    configuration.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    this.recordingConfigurationArn = configuration.attrArn;
    if (props.channel === undefined) return;
    this.channel = new ivs.CfnChannel(this, 'Channel', {
      name: props.channel.name,
      type: props.channel.type,
      latencyMode: props.channel.latencyMode,
      recordingConfigurationArn: configuration.attrArn,
    });
  }
}

type RecordingSettings = Pick<
  ivs.CfnRecordingConfigurationProps,
  'recordingReconnectWindowSeconds' | 'renditionConfiguration' | 'thumbnailConfiguration'
>;

function recordingSettings({ reconnectWindowSeconds, renditions, thumbnails }: RecordingConfig): RecordingSettings {
  return {
    recordingReconnectWindowSeconds: reconnectWindowSeconds,
    renditionConfiguration:
      renditions === 'ALL'
        ? { renditionSelection: 'ALL' }
        : { renditionSelection: 'CUSTOM', renditions: [...renditions] },
    thumbnailConfiguration:
      thumbnails.mode === 'DISABLED'
        ? { recordingMode: 'DISABLED' }
        : {
            recordingMode: 'INTERVAL',
            targetIntervalSeconds: thumbnails.intervalSeconds,
            storage: [...thumbnails.storage],
            ...(thumbnails.resolution === undefined ? {} : { resolution: thumbnails.resolution }),
          },
  };
}
