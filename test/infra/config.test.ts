import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { ConfigInvalidError, parseConfig, readConfig } from '../../infra/config.ts';
import { channelArn } from './ivs-events.ts';
import { keyArn, publicKey, variants } from './variants.ts';

const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const privateKey = key.export({ type: 'pkcs8', format: 'pem' }).toString();
const otherKey = (type: 'rsa', options: { modulusLength: number }) =>
  generateKeyPairSync(type, options).publicKey.export({ type: 'spki', format: 'pem' }).toString();

function faultsOf(config: unknown): readonly string[] {
  try {
    parseConfig(config);
    return [];
  } catch (error) {
    if (error instanceof ConfigInvalidError) return error.faults;
    throw error;
  }
}

test('nothing configured is a complete configuration', () => {
  const config = parseConfig({});

  expect(config).toMatchObject({
    channelArns: [],
    exports: { archive: { rendition: 'highest' } },
    defaultExports: ['archive'],
    engine: 'mediaconvert',
    recording: { reconnectWindowSeconds: 0, renditions: 'ALL', thumbnails: { mode: 'INTERVAL', intervalSeconds: 60 } },
  });
  expect(config.recordingsBucketName).toBeUndefined();
});

test.each(Object.entries(variants))('%s is valid', (_name, config) => {
  expect(faultsOf(config)).toEqual([]);
});

test('the context may hold an object, as in cdk.json, or JSON, as on the command line', () => {
  const asObject = new App({ context: { ivsRecordings: { logRetentionDays: 7 } } });
  const asText = new App({ context: { ivsRecordings: '{"logRetentionDays":7}' } });
  const absent = new App();

  expect(readConfig(asObject.node).logRetentionDays).toBe(7);
  expect(readConfig(asText.node).logRetentionDays).toBe(7);
  expect(readConfig(absent.node).logRetentionDays).toBe(90);
});

test('every fault is told in one error, with its path, what was found and what was expected', () => {
  const faults = faultsOf({
    recordingsBucketName: 'My_Bucket',
    channelArns: ['AbCdef1G2hij'],
    recording: { reconnectWindowSeconds: 301, renditions: ['UHD'] },
    playback: { priceClass: 'cheap' },
    exports: { 'a b': {}, archive: { rendition: 'very high', engine: 'ffmpeg' } },
    engine: 'fastest',
    subscriptions: [{ protocol: 'fax', endpoint: '1' }],
    logRetentionDays: 2,
    bucket: 'x',
  });

  expect(faults).toEqual([
    'ivsRecordings.recordingsBucketName: found "My_Bucket", must be the name of an S3 bucket',
    'ivsRecordings.channelArns[0]: found "AbCdef1G2hij", must be the ARN of an IVS channel, arn:aws:ivs:<region>:<account>:channel/<id>',
    'ivsRecordings.recording.reconnectWindowSeconds: found 301, must be a whole number from 0 to 300',
    'ivsRecordings.recording.renditions: found ["UHD"], must be "ALL" or a list of FULL_HD, HD, SD, LOWEST_RESOLUTION',
    'ivsRecordings.playback.priceClass: found "cheap", must be one of PriceClass_100, PriceClass_200, PriceClass_All',
    'ivsRecordings.exports.a b: this name must be 1 to 24 letters, digits, hyphens or underscores and start with a letter or digit',
    'ivsRecordings.exports.archive.rendition: found "very high", must be highest, lowest, the most lines such as 720, or the name of a rendition such as 720p30',
    'ivsRecordings.exports.archive.engine: found "ffmpeg", must be one of mediaconvert, auto, remux',
    'ivsRecordings.engine: found "fastest", must be one of mediaconvert, auto, remux',
    'ivsRecordings.subscriptions[0].protocol: found "fax", must be one of email, sqs, https',
    expect.stringMatching(/^ivsRecordings\.logRetentionDays: found 2, must be one of 1, 3, 5/),
    'ivsRecordings: found bucket, which is no key here',
  ]);
});

test('the error counts the faults and says where the keys are explained', () => {
  expect(() => parseConfig({ one: 1, logRetentionDays: 0 })).toThrow(
    /^The configuration has 2 faults \(docs\/configuration\.md explains each key\):\nivsRecordings/,
  );
});

test.each([
  [
    'a default export without a profile',
    { defaultExports: ['mobile'] },
    'defaultExports[0]: found "mobile", must be the name of a profile in exports: archive',
  ],
  [
    'the default of defaultExports when exports lost it',
    { exports: { mobile: {} } },
    'defaultExports[0]: found "archive", must be the name of a profile in exports: mobile',
  ],
  [
    'an export that is a default twice',
    { defaultExports: ['archive', 'archive'] },
    'defaultExports[1]: found "archive", must stand in the list only once',
  ],
  [
    'a certificate without a domain',
    { playback: { certificateArn: variants.ownDomain.playback.certificateArn } },
    'playback.domainName: found nothing, must be given together with playback.certificateArn',
  ],
  [
    'a domain without a certificate',
    { playback: { domainName: 'v.example.com' } },
    'playback.certificateArn: found nothing, must be given together with playback.domainName',
  ],
  [
    'a certificate of another Region',
    { playback: { domainName: 'v.example.com', certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/1-2' } },
    'playback.certificateArn: found "arn:aws:acm:eu-west-1:123456789012:certificate/1-2", must be the ARN of a certificate in us-east-1, where CloudFront looks for it',
  ],
  [
    'signing with a key of another kind',
    { playback: { ...variants.signed.playback, signing: { publicKeys: [otherKey('rsa', { modulusLength: 1024 })] } } },
    expect.stringMatching(
      /^ivsRecordings\.playback\.signing\.publicKeys\[0\]: found "-----BEGIN PUBLIC KEY.*, must be a public key in PEM, RSA of 2048 bits or ECDSA on P-256$/,
    ) as never,
  ],
  [
    'signing with what is no key',
    { playback: { ...variants.signed.playback, signing: { publicKeys: ['K2JCJMDEHXQW5F'] } } },
    'playback.signing.publicKeys[0]: found "K2JCJMDEHXQW5F", must be a public key in PEM, RSA of 2048 bits or ECDSA on P-256',
  ],
  [
    'signing with the private key, which is not printed',
    { playback: { ...variants.signed.playback, signing: { publicKeys: [privateKey] } } },
    expect.stringMatching(
      /^ivsRecordings\.playback\.signing\.publicKeys\[0\]: found a private key, must be the public key alone/,
    ) as never,
  ],
  [
    'the same signing key twice',
    { playback: { ...variants.signed.playback, signing: { publicKeys: [publicKey, publicKey.trim()] } } },
    expect.stringMatching(/^ivsRecordings\.playback\.signing: found .*, must hold each public key only once$/) as never,
  ],
  [
    'signing by no key',
    { playback: { ...variants.signed.playback, signing: { publicKeys: [] } } },
    'playback.signing.publicKeys: found [], must hold at least one key',
  ],
  [
    'signing for pages of every origin',
    { playback: { ...variants.signed.playback, corsOrigins: ['*'] } },
    'playback.corsOrigins: found ["*"], must name the origins of the pages that play, since with playback.signing cookies go along and a browser takes no * then',
  ],
  [
    'an interval of thumbnails that are disabled',
    { recording: { thumbnails: { mode: 'DISABLED', intervalSeconds: 5 } } },
    'recording.thumbnails: found intervalSeconds, which needs mode INTERVAL',
  ],
  [
    'thumbnails without a mode',
    { recording: { thumbnails: { intervalSeconds: 5 } } },
    'recording.thumbnails.mode: found nothing, must say INTERVAL or DISABLED in its key mode',
  ],
  [
    'every origin and one more',
    { playback: { corsOrigins: ['*', 'https://a.example.com'] } },
    'playback.corsOrigins: found ["*","https://a.example.com"], must be either ["*"] or a list of origins without *',
  ],
  [
    'an endpoint of another protocol',
    { subscriptions: [{ protocol: 'sqs', endpoint: 'ops@example.com' }] },
    'subscriptions[0].endpoint: found "ops@example.com", must be the ARN of a standard SQS queue, since protocol is sqs',
  ],
  [
    'an endpoint subscribed twice',
    { subscriptions: [variants.subscribers.subscriptions[1], variants.subscribers.subscriptions[1]] },
    'subscriptions[1].endpoint: found "arn:aws:sqs:us-west-2:123456789012:recordings", must not be subscribed twice; list all types in one subscription',
  ],
  [
    'a type that no message has',
    { subscriptions: [{ ...variants.subscribers.subscriptions[0], types: ['recording.lost'] }] },
    'subscriptions[0].types[0]: found "recording.lost", must be one of recording.playback.ready, recording.playback.withheld, recording.empty, recording.failed, recording.export.ready, recording.export.withheld, recording.export.held, recording.export.failed, recording.start.failed',
  ],
  [
    'a channel without a name',
    { channel: { type: 'BASIC' } },
    'channel.name: found nothing, must be 1 to 128 letters, digits, hyphens or underscores',
  ],
  [
    'more channels than a pattern holds',
    { channelArns: Array(26).fill(channelArn) },
    expect.stringContaining('must name at most 25 channels') as never,
  ],
  [
    'a profile that tags could not name',
    { exports: { archive: {}, none: {} } },
    'exports.none: found {}, must have another name: in the tags of channels, none means no export',
  ],
  [
    'a profile that is named as a clip would be',
    { exports: { archive: {}, 'archive-clip0s-end': {} } },
    'exports.archive-clip0s-end: this name must not hold -clip or -join before a digit, by which the names of clips and joins are known',
  ],
  [
    'a clip that ends before it begins',
    { exports: { archive: { clip: { fromSeconds: 9, toSeconds: 9 } } } },
    'exports.archive.clip: found {"fromSeconds":9,"toSeconds":9}, must end after it begins: toSeconds greater than fromSeconds',
  ],
  [
    'a clip finer than its name could tell',
    { exports: { archive: { clip: { fromSeconds: 0.0005 } } } },
    'exports.archive.clip.fromSeconds: found 0.0005, must be a number of seconds with at most three decimals',
  ],
  [
    'an encode of an unknown kind',
    { exports: { archive: { video: 'h265' } } },
    'exports.archive.video: found "h265", must be copy, h264, or such as {"codec":"h264","height":480}',
  ],
  [
    'a limit of no minutes',
    { exportLimits: { minutesPerDay: 0 } },
    'exportLimits.minutesPerDay: found 0, must be a whole number of minutes from 1 to 10000000',
  ],
  [
    'an acceleration that fails short jobs',
    { mediaConvert: { acceleration: 'ENABLED' } },
    'mediaConvert.acceleration: found "ENABLED", must be one of DISABLED, PREFERRED',
  ],
  [
    'an e-mail address for alarms that there are none of',
    { observability: { alarms: false, alarmEmail: 'ops@example.com' } },
    'observability.alarmEmail: found "ops@example.com", must be left out, since observability.alarms is false',
  ],
  [
    'a runbook for alarms that there are none of',
    { observability: { alarms: false, runbookUrl: 'https://git.example.com/runbook.md' } },
    'observability.runbookUrl: found "https://git.example.com/runbook.md", must be left out, since observability.alarms is false',
  ],
  [
    'a runbook that alarms could not link to a section of',
    { observability: { runbookUrl: 'https://git.example.com/runbook.md#alarms' } },
    'observability.runbookUrl: found "https://git.example.com/runbook.md#alarms", must be an https:// URL of at most 500 characters, without #',
  ],
  [
    'a key by its alias',
    { encryption: { key: 'alias/recordings' } },
    'encryption.key: found "alias/recordings", must be the ARN of the key itself, which no change of an alias moves: aws kms describe-key --key-id alias/recordings --query KeyMetadata.Arn',
  ],
  [
    'a key by the ARN of its alias',
    { encryption: { key: 'arn:aws:kms:us-west-2:123456789012:alias/recordings' } },
    expect.stringContaining('must be the ARN of the key itself') as never,
  ],
  [
    'a key by its id, which does not tell whose it is',
    { encryption: { key: '11111111-2222-3333-4444-555555555555' } },
    'encryption.key: found "11111111-2222-3333-4444-555555555555", must be aws, create or the ARN of a KMS key, arn:aws:kms:<region>:<account>:key/<id>',
  ],
  [
    'an ARN of something else',
    { encryption: { key: 'arn:aws:s3:::my-recordings' } },
    expect.stringContaining('must be aws, create or the ARN of a KMS key') as never,
  ],
  [
    'no text as a key',
    { encryption: { key: true } },
    'encryption.key: found true, must be aws, create or the ARN of a KMS key',
  ],
  [
    'a key of another Region than the channels',
    { encryption: { key: keyArn.replace('us-west-2', 'eu-west-1') }, channelArns: [channelArn] },
    `encryption.key: found "${keyArn.replace('us-west-2', 'eu-west-1')}", must be a key of the Region of everything else: ${channelArn} is not in eu-west-1`,
  ],
  [
    'a key of another Region than the queue of MediaConvert',
    {
      encryption: { key: keyArn },
      mediaConvertQueueArn: 'arn:aws:mediaconvert:eu-west-1:123456789012:queues/vod',
    },
    expect.stringContaining('queues/vod is not in us-west-2') as never,
  ],
  [
    'profiles longer than the environment',
    {
      exports: Object.fromEntries(
        ['archive', ...Array(19).keys()].map((name) => [
          String(name),
          { rendition: 'x'.repeat(64), video: 'h264', engine: 'mediaconvert', clip: { toSeconds: 86_400 } },
        ]),
      ),
    },
    expect.stringMatching(/^ivsRecordings\.exports: found \{.*, must be shorter: .* room for 3050$/) as never,
  ],
  [
    'more profiles than the environment holds',
    { exports: Object.fromEntries(['archive', ...Array(20).keys()].map((name) => [String(name), {}])) },
    expect.stringContaining(
      'must hold at most 20 profiles, which is what the environment of a Lambda has room for',
    ) as never,
  ],
])('%s is refused', (_what, config, fault) => {
  expect(faultsOf(config)).toEqual([typeof fault === 'string' ? `ivsRecordings.${fault}` : fault]);
});

test('what one key demands of another is told together with every other fault', () => {
  const faults = faultsOf({ logRetentionDays: 2, defaultExports: ['mobile'] });

  expect(faults).toHaveLength(2);
});

test('a key of every form that AWS has for a key is taken', () => {
  const keys = [
    keyArn,
    'arn:aws:kms:us-west-2:123456789012:key/mrk-1234567890abcdef1234567890abcdef',
    'arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/11111111-2222-3333-4444-555555555555',
  ];

  expect(keys.flatMap((key) => faultsOf({ encryption: { key } }))).toEqual([]);
  expect(faultsOf({ encryption: { key: keyArn }, channelArns: [channelArn] })).toEqual([]);
});

test('of what is found, a fault quotes only the beginning', () => {
  const [fault = ''] = faultsOf({ recordingsBucketName: 'x'.repeat(20_000) });

  expect(fault).toContain('found "xxx');
  expect(fault.length).toBeLessThan(400);
});

test('text that is not JSON is told as such', () => {
  expect(faultsOf('{')).toEqual(['ivsRecordings: found "{", must be JSON']);
  expect(faultsOf(7)).toEqual(['ivsRecordings: found 7, Invalid input: expected object, received number']);
});

test('brackets deeper than any key are refused before anything looks into them', () => {
  const deep = JSON.parse('['.repeat(20_000) + ']'.repeat(20_000));

  expect(faultsOf({ exports: { archive: deep } })).toEqual([
    'ivsRecordings: is nested more than 50 deep, which no key is',
  ]);
});

test('signing without a domain is refused with its reason, and so is every origin, which is the default', () => {
  const faults = faultsOf({ playback: { signing: { publicKeys: [publicKey] } } });

  expect(faults).toEqual([
    'ivsRecordings.playback.domainName: found nothing, must be given with playback.signing: signed cookies need a domain that your backend can set them for',
    expect.stringMatching(/^ivsRecordings\.playback\.corsOrigins: found \["\*"\], must name the origins/),
  ]);
});
