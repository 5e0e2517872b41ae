/** Policies of resources as AWS stores them, read as far as the checks need. */
import * as z from 'zod/mini';

const oneOrMore = z.pipe(
  z.union([z.string(), z.array(z.string())]),
  z.transform((value: string | string[]) => (typeof value === 'string' ? [value] : value)),
);

const statementSchema = z.object({
  Effect: z.string(),
  Principal: z._default(z.union([z.string(), z.record(z.string(), oneOrMore)]), {}),
  Action: z._default(oneOrMore, []),
  Resource: z._default(oneOrMore, []),
  Condition: z._default(z.record(z.string(), z.record(z.string(), z.unknown())), {}),
});

/** One statement; what is written as one value or as several is a list here. */
export type PolicyStatement = z.output<typeof statementSchema>;

const documentSchema = z.object({ Statement: z.union([z.array(statementSchema), statementSchema]) });

/** The statements that allow something. @param text JSON; `undefined`: there is no policy */
export function allowingStatements(text: string | undefined): PolicyStatement[] {
  if (text === undefined) return [];
  const { Statement } = documentSchema.parse(JSON.parse(text));
  return (Array.isArray(Statement) ? Statement : [Statement]).filter(({ Effect }) => Effect === 'Allow');
}

/** Whether a statement is about a service, such as `s3.amazonaws.com`. */
export const isForService = ({ Principal }: PolicyStatement, service: string): boolean =>
  typeof Principal === 'string' ? Principal === '*' : (Principal.Service ?? []).includes(service);

/** Whether one of the patterns, with their `*` and `?`, takes in a text; actions are the same in any case. */
export const isCovered = (patterns: readonly string[], text: string): boolean =>
  patterns.some((pattern) => {
    const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
    return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i').test(text);
  });
