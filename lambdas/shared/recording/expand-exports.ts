/** Turns what an input asks for into export wishes with every default applied. */
import { ExecutionInputInvalidError, ExportProfileUnknownError } from '../contract/errors.ts';
import { askedNameOf, exportNameOf } from '../contract/export-name.ts';
import { type ExportProfile, type ExportRequest, type ExportWish, exportNameSchema } from '../contract/export-wish.ts';

/** Export profiles of the deployment, by name. */
export type ExportProfiles = Readonly<Record<string, ExportProfile>>;

/**
 * Expands requests: a profile's name into the profile, a wish without a name into one named after its rendition.
 * @throws {@link ExportProfileUnknownError} listing the known ones
 * @throws {@link ExecutionInputInvalidError} when two exports would share a name, and so a key
 */
export function expandExports(requests: readonly ExportRequest[], profiles: ExportProfiles): ExportWish[] {
  const wishes = requests.map((request) => expandExport(request, profiles));
  requireDistinct(wishes.map((wish) => exportNameOf(wish)));
  return wishes;
}

function requireDistinct(names: readonly string[]): void {
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  if (twice.length === 0) return;
  throw new ExecutionInputInvalidError(
    `exports holds more than one export named ${[...new Set(twice)].join(', ')}. Give each a name of its own.`,
  );
}

/**
 * Expands what can be. A profile that is not configured stays a name: its own export fails by it, and no other, and the
 * recording is playable.
 *
 * @throws {@link ExecutionInputInvalidError} as {@link expandExports}
 */
export function expandKnownExports(
  requests: readonly ExportRequest[],
  profiles: ExportProfiles,
): (ExportWish | string)[] {
  const wishes = requests.map((request) =>
    typeof request === 'string' && !Object.hasOwn(profiles, request) ? request : expandExport(request, profiles),
  );
  requireDistinct(wishes.map((wish) => (typeof wish === 'string' ? wish : exportNameOf(wish))));
  return wishes;
}

/** {@link expandExports} for one. */
export function expandExport(request: ExportRequest, profiles: ExportProfiles): ExportWish {
  if (typeof request === 'string') return withDefaults(request, requireProfile(request, profiles));
  const { name: _, ...wish } = request;
  const name = askedNameOf(request);
  if (!exportNameSchema.safeParse(name).success) {
    throw new ExecutionInputInvalidError(
      `The export of rendition ${wish.rendition} cannot be named after it: an export's name has 1 to 24 characters and starts with a letter or digit. Give it a name.`,
    );
  }
  return withDefaults(name, wish);
}

function withDefaults(name: string, { format = 'mp4', video = 'copy', ...wish }: ExportProfile): ExportWish {
  return { name, ...wish, format, video: video === 'h264' ? { codec: 'h264' } : video };
}

function requireProfile(name: string, profiles: ExportProfiles): ExportProfile {
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (profile !== undefined) return profile;
  const known = Object.keys(profiles).join(', ') || 'none';
  throw new ExportProfileUnknownError(
    `The export profile ${name} is not configured; known: ${known}. Use one of those, or write the export out: {"name":"${name}","rendition":"highest"}.`,
  );
}
