import { ExportNotPossibleError } from '../shared/contract/errors.ts';
import type { ExportWish } from '../shared/contract/export-wish.ts';
import type { ReadBytes } from '../shared/recording/storage-ports.ts';
import { linesOf } from './choose-rendition.ts';
import type { VideoEncode } from './encode-settings.ts';
import type { ExportSource, ExportSources } from './export-source.ts';
import { lookAtPictures } from './look-at-pictures.ts';
import { outputSize, type PictureSize } from './output-size.ts';

/** Of what is not encoded. */
export const noEncode: VideoEncode = { wish: {}, lines: undefined, size: undefined, hasOtherShapes: false };

/**
 * What the pictures of an encode are to be. Where the recordings of a join differ in size, the first gives the size for
 * all.
 *
 * @throws {@link ExportNotPossibleError} when they are to be smaller, and nobody knows how large they are
 */
export async function describeEncode(
  { video }: ExportWish,
  sources: ExportSources,
  readBytes: ReadBytes,
): Promise<VideoEncode> {
  const wish: VideoEncode['wish'] = video === 'copy' ? {} : video;
  const [first, ...others] = sources;
  const source = await sizeOf(first, wish.height !== undefined || others.length > 0, readBytes);
  if (source === undefined) {
    if (wish.height !== undefined) throw sizeUnknown(first, wish.height);
    return { ...noEncode, wish, lines: linesOf(first.rendition) };
  }
  const smaller = wish.height === undefined ? undefined : outputSize(source, wish.height);
  const hasOtherSizes = others.some(({ rendition }) => !isSameSize(rendition, source));
  const size = smaller ?? (hasOtherSizes ? evenSize(source) : undefined);
  return { wish, lines: linesOf(size ?? source), size, hasOtherShapes: hasOtherSizes };
}

const sizeUnknown = ({ rendition }: ExportSource, height: number): ExportNotPossibleError =>
  new ExportNotPossibleError(
    `Pictures of at most ${height} lines are wanted, and how large those of ${rendition.playlistKey} are cannot be found out: neither metadata file nor playlist tells, and its first segment cannot be read. Start a new execution without a height, or with another rendition.`,
  );

/** As IVS says, and where it does not, and it matters, as the pictures are. */
async function sizeOf(source: ExportSource, isNeeded: boolean, readBytes: ReadBytes): Promise<PictureSize | undefined> {
  const known = bothOf(source.rendition);
  if (known !== undefined || !isNeeded) return known;
  const pictures = await lookAtPictures(source, readBytes);
  return pictures && bothOf(pictures);
}

interface PartialSize {
  readonly width: number | undefined;
  readonly height: number | undefined;
}

const bothOf = ({ width, height }: PartialSize): PictureSize | undefined =>
  width === undefined || height === undefined ? undefined : { width, height };

const isSameSize = (a: PartialSize, b: PictureSize): boolean => a.width === b.width && a.height === b.height;

const evenSize = ({ width, height }: PictureSize): PictureSize => ({
  width: width - (width % 2),
  height: height - (height % 2),
});
