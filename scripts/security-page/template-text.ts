/** Values of a template as a reader wants them: `<Logs.Arn>` for what CloudFormation fills in. */
import * as z from 'zod/mini';

const join = z.object({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) });
const attribute = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) });
const reference = z.object({ Ref: z.string() });
const imported = z.object({ 'Fn::ImportValue': z.string() });

const withoutHash = (id: string): string => id.replace(/[0-9A-F]{8}$/, '');

/** Throws on what has no text here. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const joined = join.safeParse(value).data?.['Fn::Join'];
  if (joined !== undefined) return joined[1].map(textOf).join(joined[0]);
  const [id, name] = attribute.safeParse(value).data?.['Fn::GetAtt'] ?? [];
  if (id !== undefined) return name === 'Arn' ? `<${withoutHash(id)}>` : `<${withoutHash(id)}.${name}>`;
  const ref = reference.safeParse(value).data?.Ref;
  if (ref !== undefined) return `<${withoutHash(ref)}>`;
  const exportName = imported.safeParse(value).data?.['Fn::ImportValue'];
  // `<stack>:ExportsOutputRef<id><hash of the export>`
  if (exportName !== undefined)
    return `<${withoutHash(exportName.replace(/^.*:ExportsOutputRef(\w+?)[0-9A-F]{8}$/, '$1'))}>`;
  throw new Error(`There is no text for ${JSON.stringify(value)}.`);
}

/** The text of an ARN without what is the same for all. */
export const arnText = (value: unknown): string =>
  textOf(value)
    .replaceAll('<AWS::Partition>', 'aws')
    .replaceAll('<AWS::Region>:<AWS::AccountId>', '…')
    .replace(/^arn:aws:(?:s3:::|dynamodb:…:table\/)?(?=<)/, '');
