/** What each role may do, from the template alone. */
import { keyName } from './key-needs.ts';
import { list, type TemplateView } from './template-view.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: { readonly StringEquals?: Readonly<Record<string, unknown>> };
}

/**
 * `<action> on <resource>`, by role. Objects of a bucket count as one resource, whatever pattern their keys have. To use a
 * key by way of a service alone is `… via <service>`.
 */
export function grantsByRole(view: TemplateView): Map<string, Set<string>> {
  const grants = new Map<string, Set<string>>(view.ofType('AWS::IAM::Role').map((role) => [view.ref(role), new Set()]));
  for (const { Properties } of view.ofType('AWS::IAM::Policy')) {
    const granted = (Properties.PolicyDocument.Statement as Statement[]).flatMap((one) => describe(view, one));
    for (const role of list<unknown>(Properties.Roles)) {
      const set = grants.get(view.render(role)) ?? new Set();
      for (const grant of granted) set.add(grant);
      grants.set(view.render(role), set);
    }
  }
  return grants;
}

function describe(view: TemplateView, { Effect, Action, Resource, Condition }: Statement): string[] {
  if (Effect !== 'Allow') return [];
  const resources = list(Resource).map((resource) => view.render(resource));
  const service = Condition?.StringEquals?.['kms:ViaService'];
  const nameOf = (action: string, resource: string): string => {
    if (action.startsWith('s3:')) return storageName(resource);
    if (!action.startsWith('kms:')) return resource;
    return `${keyName(resource)}${service === undefined ? '' : ` via ${view.render(service).replace(/\..*/, '')}`}`;
  };
  return list(Action).flatMap((action) => resources.map((resource) => `${action} on ${nameOf(action, resource)}`));
}

/** `arn:aws:s3:::x/*.mp4` and `<X.Arn>/*` are the objects of the bucket `x` or `<X>`. */
function storageName(resource: string): string {
  const [, bucket = '', key] = /^(.+?>|[^/]+)(\/.*)?$/.exec(resource.replace('arn:aws:s3:::', '')) ?? [];
  return `${key === undefined ? '' : 'objects of '}${bucket.replace('.Arn>', '>')}`;
}
