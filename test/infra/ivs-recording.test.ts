import { expect, test } from '@jest/globals';
import { resourceOf, resourcesOf, retained, synthesize } from './synthesized-app.ts';
import { variants } from './variants.ts';

const configurationOf = (config: object) =>
  resourceOf(synthesize(config).storage, 'AWS::IVS::RecordingConfiguration', 'IvsRecordingConfiguration');

test('IVS records every rendition with thumbnails once a minute, unless told otherwise', () => {
  expect(configurationOf({}).Properties).toMatchObject({
    DestinationConfiguration: { S3: { BucketName: { Ref: expect.stringMatching(/^Recordings/) } } },
    RecordingReconnectWindowSeconds: 0,
    RenditionConfiguration: { RenditionSelection: 'ALL' },
    ThumbnailConfiguration: { RecordingMode: 'INTERVAL', TargetIntervalSeconds: 60, Storage: ['SEQUENTIAL', 'LATEST'] },
  });
});

test('window, renditions and thumbnails are recorded as configured', () => {
  expect(configurationOf(variants.otherRecording).Properties).toMatchObject({
    RecordingReconnectWindowSeconds: 120,
    RenditionConfiguration: { RenditionSelection: 'CUSTOM', Renditions: ['HD', 'LOWEST_RESOLUTION'] },
    ThumbnailConfiguration: {
      RecordingMode: 'INTERVAL',
      TargetIntervalSeconds: 10,
      Resolution: 'SD',
      Storage: ['LATEST'],
    },
  });
  expect(configurationOf(variants.noThumbnails).Properties.ThumbnailConfiguration).toEqual({
    RecordingMode: 'DISABLED',
  });
});

test('IVS records into the imported bucket', () => {
  expect(configurationOf(variants.importedBucket).Properties.DestinationConfiguration).toEqual({
    S3: { BucketName: variants.importedBucket.recordingsBucketName },
  });
});

test('a recording configuration that is replaced is retained, and its successor has another name', () => {
  const before = configurationOf({});
  const after = configurationOf(variants.otherRecording);

  expect(before).toMatchObject(retained);
  expect(before.Properties.Name).toMatch(/^IvsRecordingsStorage-[0-9a-f]{8}$/);
  expect(after.Properties.Name).not.toBe(before.Properties.Name);
  expect(configurationOf(variants.importedBucket).Properties.Name).toBe(before.Properties.Name);
});

test('a channel is created only when one is configured, and records', () => {
  const { storage } = synthesize(variants.limitedToChannelsWithOwnChannel);

  const [[, channel] = []] = resourcesOf(storage, 'AWS::IVS::Channel');

  expect(channel?.Properties).toMatchObject({
    Name: 'show',
    Type: 'BASIC',
    LatencyMode: 'NORMAL',
    RecordingConfigurationArn: { 'Fn::GetAtt': [expect.stringMatching(/^IvsRecordingConfiguration/), 'Arn'] },
  });
  expect(resourcesOf(synthesize().storage, 'AWS::IVS::Channel')).toEqual([]);
});
