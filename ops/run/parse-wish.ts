/** What is wished for of exports, put together from flags. */
import { InvalidArgumentError } from 'commander';
import { callerMetadataSchema } from '../../lambdas/shared/contract/caller-metadata.ts';
import { type ExportRequest, exportRequestSchema, h264WishSchema } from '../../lambdas/shared/contract/export-wish.ts';
import { UsageError } from '../frame/operator-errors.ts';

/** Flags that make up one wish, as commander hands them over. */
export interface WishOptions {
  readonly rendition?: string;
  readonly format?: string;
  readonly video?: string;
  readonly height?: number;
  readonly quality?: number;
  readonly maxBitrate?: number;
  readonly engine?: string;
  readonly from?: number;
  readonly to?: number;
  readonly name?: string;
}

/** Flags that say which exports. */
export interface ExportOptions extends WishOptions {
  /** Names of profiles; `false` for `--no-exports`, `true` when neither was given. */
  readonly exports: boolean;
  readonly export?: readonly string[];
}

/**
 * The exports that are asked for; `undefined`: what the deployment would make, `[]`: none.
 *
 * @throws UsageError
 */
export function readExports({
  exports: areWanted,
  export: profiles = [],
  ...options
}: ExportOptions): ExportRequest[] | undefined {
  const wish = readWish(options);
  const requests = [...profiles, ...(wish === undefined ? [] : [wish])];
  if (areWanted) return requests.length === 0 ? undefined : requests;
  if (requests.length === 0) return [];
  throw new UsageError('--no-exports goes with no wish for one.');
}

function readWish(options: WishOptions): ExportRequest | undefined {
  const { rendition, format, engine, from, to, name } = options;
  const video = readVideo(options);
  const clip =
    from === undefined && to === undefined
      ? undefined
      : { ...(from !== undefined && { fromSeconds: from }), ...(to !== undefined && { toSeconds: to }) };
  const given = { format, video, engine, clip, name };
  const told = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  if (rendition === undefined && Object.keys(told).length === 0) return undefined;
  return parseRequest({ rendition: renditionOf(rendition ?? 'highest'), ...told });
}

/** Lines are a number in an input. */
const renditionOf = (text: string): string | number => (/^\d{1,4}$/.test(text) ? Number(text) : text);

function readVideo({ video, height, quality, maxBitrate }: WishOptions): unknown {
  const encode = { height, qualityLevel: quality, maxBitrate };
  const told = Object.fromEntries(Object.entries(encode).filter(([, value]) => value !== undefined));
  if (Object.keys(told).length === 0) return video;
  if (video === 'copy') throw new UsageError('--video copy goes with neither --height, --quality nor --max-bitrate.');
  const parsed = h264WishSchema.safeParse({ codec: video ?? 'h264', ...told });
  if (parsed.success) return parsed.data;
  throw faultsOf(parsed.error.issues);
}

/** The flags whose values the contract judges, by their keys in an input. */
const flags: Readonly<Record<string, string>> = {
  qualityLevel: 'quality',
  maxBitrate: 'max-bitrate',
  codec: 'video',
  fromSeconds: 'from',
  toSeconds: 'to',
  clip: 'to',
};

function parseRequest(request: object): ExportRequest {
  const [, wishSchema] = exportRequestSchema.def.options;
  const parsed = wishSchema.safeParse(request);
  if (parsed.success) return parsed.data;
  throw faultsOf(parsed.error.issues);
}

function faultsOf(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): UsageError {
  const faults = issues.map(({ path, message }) => {
    const key = String(path.at(-1) ?? '');
    return `--${flags[key] ?? key} ${message}`;
  });
  return new UsageError(`${faults.join('; ')}.`);
}

/** A profile's name; may be repeated. @throws InvalidArgumentError */
export function parseProfile(text: string, earlier: readonly string[] = []): string[] {
  const [nameSchema] = exportRequestSchema.def.options;
  if (nameSchema.safeParse(text).success) return [...earlier, text];
  throw new InvalidArgumentError('Expected the name of a profile.');
}

/** @throws InvalidArgumentError */
export function parseNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number.');
}

/** The caller's own object, echoed in every message. @throws InvalidArgumentError */
export function parseMetadata(text: string): Record<string, unknown> {
  try {
    const parsed = callerMetadataSchema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new InvalidArgumentError('Expected a JSON object of at most 1 KB.');
}
