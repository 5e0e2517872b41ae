/**
 * Whether a message comes from SNS: anybody can send to a URL.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 */
import { type KeyObject, verify, X509Certificate } from 'node:crypto';
import * as z from 'zod/mini';

const signed = {
  MessageId: z.string(),
  TopicArn: z.string(),
  Message: z.string(),
  Timestamp: z.string(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string(),
  SigningCertURL: z.string(),
};

/** What SNS posts. */
export const snsMessageSchema = z.discriminatedUnion('Type', [
  z.object({ ...signed, Type: z.literal('Notification'), Subject: z.optional(z.string()) }),
  z.object({
    ...signed,
    Type: z.enum(['SubscriptionConfirmation', 'UnsubscribeConfirmation']),
    SubscribeURL: z.string(),
    Token: z.string(),
  }),
]);
export type SnsMessage = z.infer<typeof snsMessageSchema>;

/** Gives the key that a certificate of SNS holds, by the certificate's URL. */
export type FetchKey = (certificateUrl: string) => Promise<KeyObject>;

const snsHost = /^sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/;

/** Whether a URL leads to SNS; a message may name any. */
export const isOfSns = (url: string): boolean =>
  URL.canParse(url) && new URL(url).protocol === 'https:' && snsHost.test(new URL(url).hostname);

/** Fetches certificates from SNS, each once. */
export function makeFetchKey(): FetchKey {
  const keys = new Map<string, Promise<KeyObject>>();
  const fetchKey = async (url: string) => new X509Certificate(await (await fetch(url)).text()).publicKey;
  return (url) => {
    const key = keys.get(url) ?? fetchKey(url);
    keys.set(url, key);
    return key;
  };
}

/** Whether SNS has signed the message. */
export async function isSignedBySns(message: SnsMessage, fetchKey: FetchKey): Promise<boolean> {
  const { SigningCertURL, SignatureVersion, Signature } = message;
  if (!isOfSns(SigningCertURL)) return false;
  const algorithm = SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
  const key = await fetchKey(SigningCertURL);
  return verify(algorithm, Buffer.from(signedText(message)), key, Buffer.from(Signature, 'base64'));
}

/** Names and values, each on a line of its own, in the order of the alphabet. */
export function signedText(message: SnsMessage): string {
  const { MessageId, Message, Timestamp, TopicArn, Type } = message;
  const fields =
    message.Type === 'Notification'
      ? { Message, MessageId, ...(message.Subject && { Subject: message.Subject }), Timestamp, TopicArn, Type }
      : { Message, MessageId, SubscribeURL: message.SubscribeURL, Timestamp, Token: message.Token, TopicArn, Type };
  return Object.entries(fields)
    .map(([name, value]) => `${name}\n${value}\n`)
    .join('');
}
