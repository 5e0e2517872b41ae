/** Every role and attachable policy of the app, with what it may do and why. */
import { Stack } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import * as z from 'zod/mini';
import { AttachablePolicy, NarrowRole, type Permission } from '../../infra/constructs/narrow-role.ts';
import type { RecordingsApp } from '../../infra/recordings-app.ts';
import { arnText } from './template-text.ts';

/** One kind of thing that a principal may do. */
export interface Grant {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: string;
  /** Why a pattern among the resources is no narrower. */
  readonly patternReason?: string;
}

/** Who may do something. */
export interface Principal {
  readonly name: string;
  /** The service that takes the role, or who attaches the policy. */
  readonly takenBy: string;
  readonly purpose: string;
  readonly grants: readonly Grant[];
}

/** Finds them in the order of the app's tree. */
export const principalsOf = (app: RecordingsApp): Principal[] =>
  app.node.findAll().flatMap((construct) => {
    if (construct instanceof NarrowRole) return [rolePrincipal(construct)];
    if (construct instanceof AttachablePolicy) return [policyPrincipal(construct)];
    return [];
  });

const policyPrincipal = (policy: AttachablePolicy): Principal => ({
  name: `${policy.node.id} (to attach)`,
  takenBy: 'whom an administrator attaches it to',
  purpose: policy.description,
  grants: grantsOf(policy, policy.permissions),
});

function rolePrincipal(role: NarrowRole): Principal {
  return {
    name: nameOf(role),
    takenBy: services(role).join(', '),
    purpose: purposeOf(role),
    grants: grantsOf(role, role.permissions),
  };
}

const trustSchema = z.object({
  Statement: z.array(z.object({ Principal: z.object({ Service: z.string() }) })),
});

const services = (role: NarrowRole): string[] =>
  trustSchema.parse(Stack.of(role).resolve(role.assumeRolePolicy)).Statement.map(({ Principal }) => Principal.Service);

const nameOf = (role: NarrowRole): string =>
  role.node.scope === undefined || role.node.scope instanceof Stack ? role.node.id : role.node.scope.node.id;

/** What the function beside the role says that it is for. */
function purposeOf(role: NarrowRole): string {
  const beside = role.node.scope instanceof Stack ? [] : (role.node.scope?.node.findAll() ?? []);
  const fn = beside.find((construct) => construct instanceof CfnFunction);
  const purpose = fn?.description ?? purposes[nameOf(role)];
  if (purpose === undefined) throw new Error(`Say in purposes what ${role.node.path} is for.`);
  return purpose;
}

/** Of what has no description in the template. */
const purposes: Readonly<Record<string, string>> = {
  ProcessRecording: 'Makes a recording playable, announces it and starts its exports',
  ExportRecording: 'Makes one export, verifies it and announces it',
  BackfillRecordings: 'Starts what was missed, and reports what nobody reported',
  Reconciler: 'Starts the reconciler every hour',
  ThumbnailExpiry: 'Has thumbnails that have come of age deleted every day',
  MediaConvertRole: 'Jobs of MediaConvert: read media, write exports',
  MetadataNotifications:
    "CDK's function, during a deployment: puts the notifications of metadata files onto the bucket",
};

const grantsOf = (construct: Construct, permissions: readonly Permission[]): Grant[] =>
  permissions.map(({ actions, resources, conditions, patternReason }) => ({
    actions,
    resources: z.array(z.unknown()).parse(Stack.of(construct).resolve(resources)).map(arnText),
    ...(conditions && { conditions: JSON.stringify(conditions) }),
    ...(patternReason && { patternReason }),
  }));
