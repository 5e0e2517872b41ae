/** What an export should be: written out in an input, or named and kept as a profile in the configuration. */
import * as z from 'zod/mini';
import { engineWishSchema } from './export-engine.ts';

/**
 * Name of an export, as asked for: part of a key, of an execution's name and of a message's id, so its characters are
 * few. A clip's and a join's name are derived from it (`export-name.ts`); it must not look like one itself, or two
 * exports would share a key.
 */
export const exportNameSchema = z.string().check(
  z.regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,23}$/, {
    error: 'must be 1 to 24 letters, digits, hyphens or underscores and start with a letter or digit',
  }),
  z.refine((name) => !/-(clip|join)\d/.test(name), {
    error: 'must not hold -clip or -join before a digit, by which the names of clips and joins are known',
  }),
);

const numberFrom = (minimum: number, maximum: number, unit: string) => {
  const error = `must be a number of ${unit} from ${minimum} to ${maximum}`;
  return z.number({ error }).check(z.minimum(minimum, { error }), z.maximum(maximum, { error }));
};

const wholeNumberFrom = (minimum: number, maximum: number, unit: string) =>
  numberFrom(minimum, maximum, unit).check(z.int({ error: `must be a whole number of ${unit}` }));

const renditionError = 'must be highest, lowest, the most lines such as 720, or the name of a rendition such as 720p30';

/**
 * `highest`, `lowest`, the most lines that are wanted (`720`: the highest rendition of at most 720 lines on its shorter
 * side, as portrait video has them on the other), or a rendition's name such as `720p30`.
 */
export const renditionWishSchema = z.union(
  [z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/, { error: renditionError })), wholeNumberFrom(1, 4320, 'lines')],
  { error: renditionError },
);
export type RenditionWish = z.infer<typeof renditionWishSchema>;

/** File formats: `mp4`, or `m4a` with the sound alone. */
export const exportFormatSchema = z.enum(['mp4', 'm4a'], { error: 'must be mp4 or m4a' });
export type ExportFormat = z.infer<typeof exportFormatSchema>;

/**
 * An encode, which MediaConvert makes. `height`: the most lines of the picture's shorter side; a smaller picture is not
 * made larger, and its shape is kept. `qualityLevel`: of QVBR, 1 to 10. `maxBitrate`: bits per second.
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/cbr-vbr-qvbr.html
 */
export const h264WishSchema = z.strictObject({
  codec: z.literal('h264'),
  height: z.optional(wholeNumberFrom(32, 2160, 'lines')),
  qualityLevel: z.optional(wholeNumberFrom(1, 10, 'QVBR quality levels')),
  maxBitrate: z.optional(wholeNumberFrom(1000, 100_000_000, 'bits per second')),
});

/** `copy`: frames unchanged. `h264`: the same as `{ "codec": "h264" }`. */
export const videoWishSchema = z.union([z.enum(['copy', 'h264']), h264WishSchema], {
  error: 'must be copy, h264, or such as {"codec":"h264","height":480}',
});
export type VideoWish = z.infer<typeof videoWishSchema>;

/** To the millisecond, since a clip's name tells both ends. 0.0001 ms are what floating point may add at a week. */
const clipTimeSchema = numberFrom(0, 604_800, 'seconds').check(
  z.refine((seconds) => Math.abs(seconds * 1000 - Math.round(seconds * 1000)) < 0.0001, {
    error: 'must be a number of seconds with at most three decimals',
  }),
);

/** A stretch of the recording, in seconds from its start; without `toSeconds`, to its end. */
export const clipSchema = z
  .strictObject({
    fromSeconds: z._default(clipTimeSchema, 0),
    toSeconds: z.optional(clipTimeSchema),
  })
  .check(
    z.refine(({ fromSeconds, toSeconds }) => toSeconds === undefined || toSeconds > fromSeconds, {
      error: 'must end after it begins: toSeconds greater than fromSeconds',
    }),
  );
export type Clip = z.infer<typeof clipSchema>;

const wishKeys = {
  format: z.optional(exportFormatSchema),
  video: z.optional(videoWishSchema),
  clip: z.optional(clipSchema),
  engine: z.optional(engineWishSchema),
};

/**
 * A profile: everything about an export but its name. Without `format` it is `mp4`, without `video` `copy`, without
 * `engine` the deployment's.
 */
export const exportProfileSchema = z.strictObject({
  rendition: z._default(renditionWishSchema, 'highest'),
  ...wishKeys,
});
export type ExportProfile = z.infer<typeof exportProfileSchema>;

/** A wish with every default applied. */
export const exportWishSchema = z.strictObject({
  name: exportNameSchema,
  rendition: renditionWishSchema,
  format: exportFormatSchema,
  video: z.union([z.literal('copy'), h264WishSchema]),
  clip: z.optional(clipSchema),
  engine: z.optional(engineWishSchema),
});
export type ExportWish = z.infer<typeof exportWishSchema>;

/** An element of an input's `exports`: a profile's name, or a wish written out (named after its rendition if unnamed). */
export const exportRequestSchema = z.union([
  exportNameSchema,
  z.strictObject({
    name: z.optional(exportNameSchema),
    rendition: renditionWishSchema,
    ...wishKeys,
  }),
]);
export type ExportRequest = z.infer<typeof exportRequestSchema>;
