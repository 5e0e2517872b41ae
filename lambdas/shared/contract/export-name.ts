/**
 * The name that an export bears in its key, its execution, the catalog and its message. One function makes it, so that
 * these agree: what was asked for, then what makes the file another one than the whole recording's. `archive`,
 * `archive-clip60s-90s`, `archive-join2-1f6a3c`.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { type Clip, type ExportRequest, exportNameSchema } from './export-wish.ts';

/** What a name is derived from. */
export interface NamedWish {
  /** As asked for: {@link askedNameOf}. */
  readonly name: string;
  readonly clip?: Clip | undefined;
}

/**
 * Derives the name. A clip tells from where to where, in whole seconds or milliseconds, so that two clips never share a
 * name; a join tells of how many recordings and six hexadecimal digits of which. `exportNameSchema` keeps what is asked
 * for from looking like either.
 *
 * @param joinWith Prefixes of the recordings that follow the first, to which the export belongs.
 */
export function exportNameOf({ name, clip }: NamedWish, joinWith: readonly string[] = []): string {
  const join = joinWith.length === 0 ? [] : [`join${joinWith.length + 1}-${digestOf(joinWith)}`];
  const part = clip === undefined ? [] : [`clip${timeOf(clip.fromSeconds)}-${timeOf(clip.toSeconds)}`];
  return [name, ...join, ...part].join('-');
}

/** Whether a derived name is the export's or that of a clip of it: a profile may ask for one, whose name tells the times. */
export const isNameOrClipOf = (derivedName: string, exportName: string): boolean =>
  derivedName === exportName || derivedName.startsWith(`${exportName}-clip`);

/** The name that a request asks for: the profile's, its own, or else its rendition's. */
export const askedNameOf = (request: ExportRequest): string =>
  typeof request === 'string' ? request : (request.name ?? String(request.rendition));

/**
 * A name for what was asked for by a text that is no name, as somebody may write into a channel's tag: its export fails,
 * and its execution, catalog item and message need one. A name stays as it is.
 */
export function standInNameOf(text: string): string {
  if (exportNameSchema.safeParse(text).success) return text;
  const readable = text
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, 15);
  return `${readable || 'unnamed'}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
}

const digestOf = (prefixes: readonly string[]): string =>
  createHash('sha256').update(prefixes.join('\n')).digest('hex').slice(0, 6);

/** `clipSchema` lets through whole milliseconds only; what a sum of floating point adds to them is rounded off. */
function timeOf(seconds: number | undefined): string {
  if (seconds === undefined) return 'end';
  const milliseconds = Math.round(seconds * 1000);
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}

/** A derived name: at most 24 + 14 + 28 characters, and like every part of a key without dots and slashes. */
export const derivedExportNameSchema = z
  .string()
  .check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,23}(-join\d{1,2}-[0-9a-f]{6})?(-clip\d+m?s-(\d+m?s|end))?$/));
