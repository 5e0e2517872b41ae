/** Who may read behind the distribution: keys that viewers sign with, pages of other origins, and what pages may do. */
import type { AddedHeaders } from '../playback/added-headers.ts';
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

/** What each response-headers policy adds, by its id. */
export function readHeadersPolicies(of: ResourcesByType): Map<string, AddedHeaders> {
  return new Map(
    of('AWS::CloudFront::ResponseHeadersPolicy').map((policy) => {
      const { CorsConfig, SecurityHeadersConfig: security } = readProperties(
        headersPolicyProperties,
        policy,
      ).ResponseHeadersPolicyConfig;
      const values = {
        'x-content-type-options': security.ContentTypeOptions && 'nosniff',
        'x-frame-options': security.FrameOptions?.FrameOption,
        'referrer-policy': security.ReferrerPolicy?.ReferrerPolicy,
        'strict-transport-security':
          security.StrictTransportSecurity && `max-age=${security.StrictTransportSecurity.AccessControlMaxAgeSec}`,
        'content-security-policy': security.ContentSecurityPolicy?.ContentSecurityPolicy,
      };
      const fixed = Object.fromEntries(
        Object.entries(values).flatMap(([name, value]) => (value ? [[name, value]] : [])),
      );
      const cors = CorsConfig && {
        origins: CorsConfig.AccessControlAllowOrigins.Items,
        allowsCredentials: CorsConfig.AccessControlAllowCredentials,
      };
      return [policy.ref, { fixed, ...(cors && { cors }) }];
    }),
  );
}
