/** The key `encryption`: under which key is stored what need not be under AWS's own. */
import * as z from 'zod/mini';
import { type Fault, loosely } from './config-faults.ts';

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-ARN */
const keyArn =
  /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/(?:[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}|mrk-[a-f0-9]{32})$/;

/** `aws`: AWS's keys. `create`: one that the storage stack makes. Otherwise the ARN of one that exists. */
export const encryptionSchema = z.strictObject({
  key: z._default(
    z.string({ error: 'must be aws, create or the ARN of a KMS key' }).check(
      z.superRefine((key, context) => {
        const message = whyNoKey(key);
        if (message !== undefined) context.addIssue({ code: 'custom', message });
      }),
    ),
    'aws',
  ),
});

function whyNoKey(key: string): string | undefined {
  if (key === 'aws' || key === 'create' || keyArn.test(key)) return undefined;
  if (/(?:^|:)alias\//.test(key))
    return `must be the ARN of the key itself, which no change of an alias moves: aws kms describe-key --key-id ${key} --query KeyMetadata.Arn`;
  return 'must be aws, create or the ARN of a KMS key, arn:aws:kms:<region>:<account>:key/<id>';
}

/** The keys that are read here; one with a fault of its own counts as absent. */
export const looseEncryption = {
  channelArns: loosely(z.array(z.string())),
  mediaConvertQueueArn: loosely(z.string()),
  encryption: loosely(z.object({ key: loosely(z.string()) })),
};
const partsSchema = z.object(looseEncryption);

/**
 * Where the deployment goes is not known here, but what the configuration names in a Region is in the deployment's. A key
 * is used where it is, and every service here wants it in its own Region.
 */
export function encryptionFaults({
  encryption,
  channelArns = [],
  mediaConvertQueueArn = '',
}: z.infer<typeof partsSchema>): Fault[] {
  const key = encryption?.key;
  const region = regionOf(key);
  const elsewhere = [...channelArns, mediaConvertQueueArn].find((arn) => (regionOf(arn) ?? region) !== region);
  if (region === undefined || elsewhere === undefined) return [];
  const message = `must be a key of the Region of everything else: ${elsewhere} is not in ${region}`;
  return [{ path: ['encryption', 'key'], input: key, message }];
}

const regionOf = (arn = ''): string | undefined => /^arn:[^:]*:[^:]*:([^:]+):/.exec(arn)?.[1];
