/** Bytes of a file in order; a number stands for that many zeros, which take no memory. */
export type Pieces = readonly (Uint8Array | number)[];

export const u8 = (...values: number[]): Uint8Array => Uint8Array.from(values);
export const u16 = (value: number): Uint8Array => u8(value >> 8, value);
export const u32 = (value: number): Uint8Array => u8(value >>> 24, value >>> 16, value >>> 8, value);
export const u64 = (value: bigint): Uint8Array => joined([u32(Number(value >> 32n)), u32(Number(value & 0xffffffffn))]);
export const text = (characters: string): Uint8Array => Buffer.from(characters, 'latin1');

export function sizeOf(pieces: Pieces): number {
  return pieces.reduce<number>((sum, piece) => sum + (typeof piece === 'number' ? piece : piece.length), 0);
}

/** All bytes at once: for small files only. */
export function joined(pieces: Pieces): Uint8Array {
  return Buffer.concat(pieces.map((piece) => (typeof piece === 'number' ? new Uint8Array(piece) : piece)));
}

/** ISO/IEC 14496-12 4.2, with the size that the payload gives it. */
export function box(type: string, ...payload: Pieces[]): Pieces {
  const content = payload.flat();
  return [u32(8 + sizeOf(content)), text(type), ...content];
}

/** The same with a 64-bit size. */
export function largeBox(type: string, ...payload: Pieces[]): Pieces {
  const content = payload.flat();
  return [u32(1), text(type), u64(BigInt(16 + sizeOf(content))), ...content];
}

export const ftyp = (...compatible: string[]): Pieces =>
  box('ftyp', [text('isom'), u32(0x200), ...compatible.map((brand) => text(brand))]);

/** mvhd or mdhd: what is read of them stands in the same place (8.2.2, 8.4.2). */
export function timeHeader(type: string, timescale: number, ticks: bigint, version = 0): Pieces {
  const time = version === 1 ? [u64(0n), u64(0n)] : [u32(0), u32(0)];
  const duration = version === 1 ? u64(ticks) : u32(Number(ticks));
  return box(type, [u8(version, 0, 0, 0), ...time, u32(timescale), duration, type === 'mvhd' ? 80 : 4]);
}

export function tkhd(id: number, version = 0): Pieces {
  const time = version === 1 ? [u64(0n), u64(0n)] : [u32(0), u32(0)];
  return box('tkhd', [u8(version, 0, 0, 3), ...time, u32(id), version === 1 ? 72 : 68]);
}

export const hdlr = (handler: string): Pieces => box('hdlr', [8, text(handler), 13]);

/** The parameters that H.264 Main at level 3.1 carries. */
export const avcC = (): Pieces => box('avcC', [u8(1, 0x4d, 0x40, 0x1f, 0xff, 0xe1, 0, 0, 0)]);

export const visualEntry = (type: string, width: number, height: number, ...children: Pieces[]): Pieces =>
  box(type, [6, u16(1), 16, u16(width), u16(height), 50], ...children);

export const audioEntry = (type: string, ...children: Pieces[]): Pieces => box(type, [6, u16(1), 20], ...children);

/** esds of the given objectTypeIndication and AudioSpecificConfig; sizes take four bytes, as most writers have it. */
export function esds(objectType: number, ...audioSpecificConfig: number[]): Pieces {
  const descriptor = (tag: number, ...payload: number[]) => [tag, 0x80, 0x80, 0x80, payload.length, ...payload];
  const config = [objectType, 0x15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ...descriptor(5, ...audioSpecificConfig)];
  return box('esds', [4, u8(...descriptor(3, 0, 1, 0, ...descriptor(4, ...config), ...descriptor(6, 2)))]);
}

/** What a test says of a track; the rest is a plain video track of ten seconds. */
export interface TrackWish {
  readonly id?: number;
  readonly version?: number;
  readonly handler?: string;
  readonly timescale?: number;
  readonly ticks?: bigint;
  readonly entry?: Pieces;
  /** Bytes of stts, stsz and stco each. */
  readonly tableBytes?: number;
  /** After mdia. */
  readonly extra?: Pieces;
}

export function trak(wish: TrackWish = {}): Pieces {
  const { id = 1, version = 0, handler = 'vide', timescale = 90_000, ticks = 900_000n, tableBytes = 8 } = wish;
  const entry = wish.entry ?? visualEntry('avc1', 1280, 720, avcC());
  const tables = ['stts', 'stsz', 'stco'].map((type) => box(type, [tableBytes]));
  const stbl = box('stbl', box('stsd', [4, u32(1)], entry), ...tables);
  const minf = box('minf', box('vmhd', [12]), box('dinf', [28]), stbl);
  const mdia = box('mdia', timeHeader('mdhd', timescale, ticks, version), hdlr(handler), minf);
  return box('trak', tkhd(id, version), box('edts', [28]), mdia, wish.extra ?? []);
}

export const aacTrak = (wish: TrackWish = {}): Pieces =>
  trak({
    id: 2,
    handler: 'soun',
    timescale: 48_000,
    ticks: 480_256n,
    entry: audioEntry('mp4a', esds(0x40, 0x11, 0x90)),
    ...wish,
  });

export const moov = (...children: Pieces[]): Pieces => box('moov', timeHeader('mvhd', 1000, 10_005n), ...children);

export const mdat = (sizeBytes: number): Pieces => box('mdat', [sizeBytes]);

/** A whole file with one video and one audio track, its index first. */
export const wholeMp4 = (): Pieces => [
  ...ftyp('isom', 'mp42'),
  ...moov(trak(), aacTrak(), box('udta', [30])),
  ...mdat(1000),
];
