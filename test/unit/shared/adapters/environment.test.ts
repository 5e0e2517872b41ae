import { expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import {
  EnvironmentInvalidError,
  environmentSchema,
  readEnvironment,
} from '../../../../lambdas/shared/adapters/environment.ts';

const variables = {
  RECORDINGS_BUCKETS: '["my-recordings"]',
  EXPORTS_BUCKET: 'my-exports',
  CATALOG_EXPIRE_AFTER_DAYS: '90',
  CHANNEL_ARNS: '[]',
  PLAYBACK_BASE_URL: 'https://d111111abcdef8.cloudfront.net',
  PLAYBACK_POLICY: '{"isSigned":false,"privateChannels":"withhold","deletedChannels":"publish"}',
  EXPORT_PROFILES: '{"archive":{},"small":{"rendition":"360p30"}}',
  DEFAULT_EXPORTS: '["archive"]',
  EXPORT_ENGINE: 'auto',
  EXPORT_LIMITS: '{"minutesPerDay":600}',
  MEDIA_CONVERT_SETTINGS: '{"priority":5}',
  REMUX_BYTES_PER_SECOND: '62500000',
  UPLOAD_PART_SIZE_BYTES: '16777216',
  PROCESS_RECORDING_ARN: 'arn:aws:states:us-east-1:123456789012:stateMachine:process-recording',
  EXPORT_RECORDING_ARN: 'arn:aws:states:us-east-1:123456789012:stateMachine:export-recording',
  NOTIFICATION_TOPIC_ARN: 'arn:aws:sns:us-east-1:123456789012:notifications',
  CATALOG_TABLE_NAME: 'catalog',
  THUMBNAILS_EXPIRE_AFTER_DAYS: '30',
  LISTS_BUCKET: 'my-lists',
};

test('every variable is parsed, with the defaults of its schema', () => {
  const environment = readEnvironment({ ...variables, PATH: '/usr/bin' }, environmentSchema);

  expect(environment).toEqual({
    recordingsBuckets: ['my-recordings'],
    exportsBucket: 'my-exports',
    catalogExpireAfterDays: 90,
    channelArns: [],
    playbackBaseUrl: 'https://d111111abcdef8.cloudfront.net',
    playbackPolicy: { isSigned: false, privateChannels: 'withhold', deletedChannels: 'publish' },
    exportProfiles: { archive: { rendition: 'highest' }, small: { rendition: '360p30' } },
    defaultExports: ['archive'],
    exportEngine: 'auto',
    exportLimits: { automatic: true, minutesPerDay: 600 },
    mediaConvertSettings: { priority: 5, acceleration: 'DISABLED', statusIntervalSeconds: 60 },
    remuxBytesPerSecond: 62_500_000,
    uploadPartSizeBytes: 16_777_216,
    processRecordingArn: variables.PROCESS_RECORDING_ARN,
    exportRecordingArn: variables.EXPORT_RECORDING_ARN,
    notificationTopicArn: variables.NOTIFICATION_TOPIC_ARN,
    catalogTableName: 'catalog',
    thumbnailsExpireAfterDays: 30,
    listsBucket: 'my-lists',
  });
});

test('a handler needs only the variables that it picks', () => {
  const schema = z.pick(environmentSchema, { catalogTableName: true });

  expect(readEnvironment({ CATALOG_TABLE_NAME: 'catalog' }, schema)).toEqual({ catalogTableName: 'catalog' });
});

test('all faults are told at once, by the names of the variables', () => {
  const faulty = {
    ...variables,
    RECORDINGS_BUCKETS: '[]',
    CHANNEL_ARNS: 'arn:aws:ivs:us-east-1:123456789012:channel/AbCdef1G2hij',
    PLAYBACK_BASE_URL: 'https://d111111abcdef8.cloudfront.net/',
    EXPORT_PROFILES: '{"archive":{"rendition":true}}',
    EXPORT_ENGINE: 'fast',
    EXPORT_LIMITS: '{"automatic":"no"}',
    MEDIA_CONVERT_SETTINGS: '{"priority":51}',
    REMUX_BYTES_PER_SECOND: '6e7',
    UPLOAD_PART_SIZE_BYTES: '1000',
    CATALOG_TABLE_NAME: undefined,
    PAGE_CONSOLE_URL: 'https://example.com/"><script>',
  };

  const read = () => readEnvironment(faulty, environmentSchema);

  expect(read).toThrow(EnvironmentInvalidError);
  for (const fault of [
    /RECORDINGS_BUCKETS Too small/,
    /CHANNEL_ARNS is not JSON/,
    /PLAYBACK_BASE_URL must be a URL without a slash/,
    /EXPORT_PROFILES\.archive\.rendition must be highest, lowest/,
    /EXPORT_LIMITS\.automatic must be true or false/,
    /MEDIA_CONVERT_SETTINGS\.priority must be a whole number from -50 to 50/,
    /EXPORT_ENGINE must be one of mediaconvert, auto, remux/,
    /REMUX_BYTES_PER_SECOND must be a whole number of at least 1/,
    /UPLOAD_PART_SIZE_BYTES must be a whole number of at least 5242880/,
    /PAGE_CONSOLE_URL must be an https:\/\/ URL without/,
    /CATALOG_TABLE_NAME Invalid input: expected string, received undefined/,
  ]) {
    expect(read).toThrow(fault);
  }
});
