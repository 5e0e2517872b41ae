/** What an export should be: written out in an input, or named and kept as a profile in the configuration. */
import * as z from 'zod/mini';
import { engineWishSchema } from './export-engine.ts';

/** Name of an export: part of a key, of an execution's name and of a message's id, so its characters are few. */
export const exportNameSchema = z.string().check(
  z.regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,23}$/, {
    error: 'must be 1 to 24 letters, digits, hyphens or underscores and start with a letter or digit',
  }),
);

const renditionWishSchema = z
  .string()
  .check(z.regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'must be highest or the name of a rendition such as 720p30' }));

/**
 * A profile: everything about an export but its name. `rendition` is `highest` or a rendition's name such as `720p30`;
 * without `engine`, the deployment's.
 */
export const exportProfileSchema = z.strictObject({
  rendition: z._default(renditionWishSchema, 'highest'),
  engine: z.optional(engineWishSchema),
});
export type ExportProfile = z.infer<typeof exportProfileSchema>;

/** A wish with every default applied. */
export const exportWishSchema = z.strictObject({
  name: exportNameSchema,
  rendition: z.string(),
  engine: z.optional(engineWishSchema),
});
export type ExportWish = z.infer<typeof exportWishSchema>;

/** An element of an input's `exports`: a profile's name, or a wish written out (named after its rendition if unnamed). */
export const exportRequestSchema = z.union([
  exportNameSchema,
  z.strictObject({
    name: z.optional(exportNameSchema),
    rendition: renditionWishSchema,
    engine: z.optional(engineWishSchema),
  }),
]);
export type ExportRequest = z.infer<typeof exportRequestSchema>;
