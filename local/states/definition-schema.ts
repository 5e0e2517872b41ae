import * as z from 'zod/mini';

/** What a distributed Map reads its items with; it is no resource of a Task. */
export const ITEM_READER_RESOURCE = 'arn:aws:states:::s3:getObject';

const count = z.number().check(z.int(), z.gte(0));
const seconds = z.number().check(z.int(), z.gt(0));
const template = z.record(z.string(), z.json());
const errorNames = z.array(z.string()).check(z.minLength(1));

const retrierSchema = z.strictObject({
  Comment: z.optional(z.string()),
  ErrorEquals: errorNames,
  IntervalSeconds: z.optional(seconds),
  MaxAttempts: z.optional(count),
  BackoffRate: z.optional(z.number().check(z.gte(1))),
  MaxDelaySeconds: z.optional(seconds),
  JitterStrategy: z.optional(z.enum(['FULL', 'NONE'])),
});

const catcherSchema = z.strictObject({
  Comment: z.optional(z.string()),
  ErrorEquals: errorNames,
  ResultPath: z.optional(z.nullable(z.string())),
  Next: z.string(),
});

const every = { Comment: z.optional(z.string()), QueryLanguage: z.optional(z.literal('JSONPath')) };
const filters = { InputPath: z.optional(z.nullable(z.string())), OutputPath: z.optional(z.nullable(z.string())) };
const following = { Next: z.optional(z.string()), End: z.optional(z.literal(true)) };
const results = { ResultPath: z.optional(z.nullable(z.string())) };
const failing = { Retry: z.optional(z.array(retrierSchema)), Catch: z.optional(z.array(catcherSchema)) };

/** The states that we have, with exactly their fields; any other field is refused by name. */
export const stateSchema = z.discriminatedUnion('Type', [
  z.strictObject({
    Type: z.literal('Task'),
    Resource: z
      .string()
      .check(
        z.refine((resource) => resource !== ITEM_READER_RESOURCE, { error: 'is a resource of an ItemReader only' }),
      ),
    Parameters: z.optional(template),
    ResultSelector: z.optional(template),
    TimeoutSeconds: z.optional(seconds),
    ...every,
    ...filters,
    ...results,
    ...following,
    ...failing,
  }),
  z.strictObject({
    Type: z.literal('Map'),
    ItemsPath: z.optional(z.string()),
    ItemSelector: z.optional(template),
    MaxConcurrency: z.optional(count),
    // Of a distributed Map only, which is checked apart.
    Label: z.optional(z.string().check(z.regex(/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/]{1,40}$/))),
    ItemReader: z.optional(
      z.strictObject({
        Resource: z.literal(ITEM_READER_RESOURCE),
        ReaderConfig: z.strictObject({ InputType: z.literal('JSONL') }),
        Parameters: template,
      }),
    ),
    ToleratedFailureCount: z.optional(count),
    ToleratedFailureCountPath: z.optional(z.string()),
    ItemProcessor: z.strictObject({
      Comment: z.optional(z.string()),
      ProcessorConfig: z.optional(
        z.discriminatedUnion('Mode', [
          z.strictObject({ Mode: z.literal('INLINE') }),
          z.strictObject({ Mode: z.literal('DISTRIBUTED'), ExecutionType: z.literal('STANDARD') }),
        ]),
      ),
      StartAt: z.string(),
      States: z.record(z.string(), z.unknown()),
    }),
    ResultSelector: z.optional(template),
    ...every,
    ...filters,
    ...results,
    ...following,
    ...failing,
  }),
  z.strictObject({
    Type: z.literal('Choice'),
    Choices: z.array(z.looseObject({ Next: z.string() })).check(z.minLength(1)),
    Default: z.optional(z.string()),
    ...every,
    ...filters,
  }),
  z.strictObject({
    Type: z.literal('Pass'),
    Parameters: z.optional(template),
    Result: z.optional(z.json()),
    ...every,
    ...filters,
    ...results,
    ...following,
  }),
  z
    .strictObject({
      Type: z.literal('Wait'),
      Seconds: z.optional(count),
      SecondsPath: z.optional(z.string()),
      ...every,
      ...filters,
      ...following,
    })
    .check(
      z.refine(({ Seconds, SecondsPath }) => (Seconds === undefined) !== (SecondsPath === undefined), {
        path: ['Seconds'],
        error: 'must be given, or else SecondsPath, and not both',
      }),
    ),
  z.strictObject({ Type: z.literal('Succeed'), ...every, ...filters }),
  z.strictObject({ Type: z.literal('Fail'), Error: z.optional(z.string()), Cause: z.optional(z.string()), ...every }),
]);

/** The outermost object of a definition. */
export const machineSchema = z.strictObject({
  Comment: z.optional(z.string()),
  Version: z.optional(z.literal('1.0')),
  QueryLanguage: z.optional(z.literal('JSONPath')),
  StartAt: z.string(),
  TimeoutSeconds: z.optional(seconds),
  States: z.record(z.string(), z.unknown()),
});

/** A state as it stands in the definition. */
export type StateDeclaration = z.infer<typeof stateSchema>;
/** One element of `Retry`. */
export type Retrier = z.infer<typeof retrierSchema>;
/** One element of `Catch`. */
export type Catcher = z.infer<typeof catcherSchema>;
