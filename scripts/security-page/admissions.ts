/** Whom the policies of resources admit: services and accounts that act by no role of ours. */
import * as z from 'zod/mini';
import { arnText, textOf } from './template-text.ts';

/** One statement of a resource's policy. */
export interface Admission {
  readonly who: string;
  readonly actions: readonly string[];
  readonly on: string;
  readonly condition: string;
}

const oneOrMore = z.union([z.array(z.unknown()), z.unknown()]);
const statementSchema = z.object({
  Effect: z.string(),
  Principal: z.union([z.string(), z.record(z.string(), oneOrMore)]),
  Action: oneOrMore,
  Resource: z.optional(oneOrMore),
  Condition: z.optional(z.record(z.string(), z.record(z.string(), z.unknown()))),
});
const documentSchema = z.object({ Statement: z.array(statementSchema) });
const resourceSchema = z.object({
  Type: z.string(),
  Properties: z._default(z.record(z.string(), z.unknown()), {}),
});
const templateSchema = z.object({ Resources: z.record(z.string(), resourceSchema) });

const policyTypes: Readonly<Record<string, string>> = {
  'AWS::S3::BucketPolicy': 'PolicyDocument',
  'AWS::SQS::QueuePolicy': 'PolicyDocument',
  'AWS::SNS::TopicPolicy': 'PolicyDocument',
  'AWS::KMS::Key': 'KeyPolicy',
};

/** Reads them out of a template. */
export function admissionsOf(template: unknown): Admission[] {
  const { Resources } = templateSchema.parse(template);
  return Object.entries(Resources).flatMap(([id, { Type, Properties }]) => {
    if (Type === 'AWS::Lambda::Permission') return [invocation(Properties)];
    if (Type === 'AWS::Logs::ResourcePolicy') return logPolicy(Properties);
    const name = policyTypes[Type];
    return name === undefined ? [] : statements(Properties[name], id);
  });
}

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

function statements(document: unknown, id: string): Admission[] {
  return documentSchema
    .parse(document)
    .Statement.filter(({ Effect }) => Effect === 'Allow')
    .map(({ Principal, Action, Resource, Condition }) => ({
      who: typeof Principal === 'string' ? Principal : Object.values(Principal).flatMap(asList).map(arnText).join(', '),
      actions: asList(Action).map(textOf),
      on: asList(Resource)
        .map((one) => (one === '*' ? arnText({ Ref: id }) : arnText(one)))
        .join(', '),
      condition: conditionText(Condition),
    }));
}

const conditionText = (condition: Record<string, Record<string, unknown>> = {}): string =>
  Object.values(condition)
    .flatMap((terms) => Object.entries(terms))
    .map(([key, value]) => `${key} ${asList(value).map(arnText).join(', ')}`)
    .join('; ');

function invocation({ Principal, Action, FunctionName, SourceArn, SourceAccount }: Record<string, unknown>): Admission {
  const source = [SourceArn, SourceAccount].filter((part) => part !== undefined).map(arnText);
  return {
    who: textOf(Principal),
    actions: [textOf(Action)],
    on: arnText(FunctionName),
    condition: source.length === 0 ? '' : `from ${source.join(', ')}`,
  };
}

/** Its document is a JSON text, put together by CloudFormation. */
const logPolicy = ({ PolicyDocument }: Record<string, unknown>): Admission[] =>
  statements(JSON.parse(textOf(PolicyDocument)), '');
