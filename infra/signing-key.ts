/** Keys that viewers' signatures are verified with. */
import { createPublicKey, type KeyObject } from 'node:crypto';

/**
 * Why a text is no key that CloudFront verifies with; `undefined` when it is one: RSA of 2048 bits, or ECDSA on P-256.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-trusted-signers.html
 */
export function whyNoSigningKey(pem: string): string | undefined {
  // Node takes the public half out of a private key, which must not get as far as a template.
  if (pem.includes('PRIVATE KEY'))
    return 'must be the public key alone: keep the private one where your backend signs, and take it for known to others if it has been in a file under version control';
  const key = readKey(pem);
  const { modulusLength, namedCurve } = key?.asymmetricKeyDetails ?? {};
  const isKnown =
    (key?.asymmetricKeyType === 'rsa' && modulusLength === 2048) ||
    (key?.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1');
  return isKnown ? undefined : 'must be a public key in PEM, RSA of 2048 bits or ECDSA on P-256';
}

/** The key as CloudFront keeps it: one spelling for each key, since a template that spells it anew would change it. */
export const canonicalPem = (pem: string): string =>
  createPublicKey(pem).export({ type: 'spki', format: 'pem' }).toString();

function readKey(pem: string): KeyObject | undefined {
  try {
    return pem.includes('BEGIN PUBLIC KEY') ? createPublicKey(pem) : undefined;
  } catch {
    return undefined;
  }
}
