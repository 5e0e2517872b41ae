/** Who may read behind the distribution: keys that viewers sign with, and pages of other origins. */
import type { CorsRules } from '../playback/cors.ts';
import type { TrustedKeys } from '../playback/signatures.ts';
import {
  headersPolicyProperties,
  keyGroupProperties,
  publicKeyProperties,
  readProperties,
} from './resource-properties.ts';
import type { ResourcesByType } from './system-model.ts';

/** The public keys of each key group, both by their ids. */
export function readKeyGroups(of: ResourcesByType): Map<string, TrustedKeys> {
  const keys = of('AWS::CloudFront::PublicKey').map(
    (key) => [key.ref, readProperties(publicKeyProperties, key).PublicKeyConfig.EncodedKey] as const,
  );
  return new Map(
    of('AWS::CloudFront::KeyGroup').map((group) => {
      const { Items } = readProperties(keyGroupProperties, group).KeyGroupConfig;
      return [group.ref, Object.fromEntries(keys.filter(([id]) => Items.includes(id)))];
    }),
  );
}

/** One policy serves all behaviours. Without one, no page of another origin may read. */
export function readCors(of: ResourcesByType): CorsRules {
  const [policy] = of('AWS::CloudFront::ResponseHeadersPolicy');
  if (policy === undefined) return { origins: [], allowsCredentials: false };
  const { CorsConfig } = readProperties(headersPolicyProperties, policy).ResponseHeadersPolicyConfig;
  const { AccessControlAllowOrigins, AccessControlAllowCredentials } = CorsConfig;
  return { origins: AccessControlAllowOrigins.Items, allowsCredentials: AccessControlAllowCredentials };
}
