import * as fc from 'fast-check';
import { anyByte } from './bytes.ts';

/** Boxes that hold nothing but boxes (ISO/IEC 14496-12 table 1). */
const CONTAINERS = ['moov', 'trak', 'mdia', 'minf', 'stbl', 'dinf', 'edts'];
const TYPES = [
  ...CONTAINERS,
  'ftyp',
  'mdat',
  'mvhd',
  'tkhd',
  'mdhd',
  'hdlr',
  'stsd',
  'avc1',
  'mp4a',
  'esds',
  'uuid',
  'moof',
  'mvex',
  'free',
  '\0\0\0\0',
];
/** What a size may claim: nothing, less than its header, all there is, more than any file has. */
const SIZES = [0n, 1n, 7n, 8n, 9n, 16n, 0x7fff_ffffn, 0xffff_ffffn, 2n ** 32n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n];

/** One change of a file's boxes. */
export interface BoxEdit {
  readonly kind:
    | 'remove'
    | 'repeat'
    | 'retype'
    | 'claim'
    | 'claimLarge'
    | 'byte'
    | 'empty'
    | 'cut'
    | 'moveToEnd'
    | 'nest';
  readonly box: number;
  readonly at: number;
  readonly value: number;
}

export const boxEdits = (maxLength: number): fc.Arbitrary<readonly BoxEdit[]> =>
  fc.array(
    fc.record({
      kind: fc.constantFrom(
        ...([
          'remove',
          'repeat',
          'retype',
          'claim',
          'claimLarge',
          'byte',
          'byte',
          'byte',
          'empty',
          'cut',
          'moveToEnd',
          'nest',
        ] as const),
      ),
      box: fc.nat(),
      at: fc.nat(100),
      value: anyByte,
    }),
    { maxLength },
  );

interface Node {
  type: string;
  /** Instead of the size that its content has. */
  claim?: bigint;
  isLarge: boolean;
  content: Buffer | Node[];
}

/** A changed copy: sizes fit again, but for those that are changed on purpose. */
export function editBoxes(file: Uint8Array, edits: readonly BoxEdit[]): Buffer {
  const nodes = parse(Buffer.from(file), true);
  for (const edit of edits) editOnce(nodes, edit);
  return Buffer.concat(nodes.map(serialize));
}

function parse(bytes: Buffer, isTop: boolean): Node[] {
  const nodes: Node[] = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const isLarge = bytes.readUInt32BE(at) === 1;
    const size = isLarge ? Number(bytes.readBigUInt64BE(at + 8)) : bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const content = bytes.subarray(at + (isLarge ? 16 : 8), at + size);
    nodes.push({ type, isLarge, content: CONTAINERS.includes(type) ? parse(content, false) : content });
    at += isTop || size >= 8 ? size : bytes.length;
  }
  return nodes;
}

function serialize({ type, claim, isLarge, content }: Node): Buffer {
  const payload = Buffer.isBuffer(content) ? content : Buffer.concat(content.map(serialize));
  const header = Buffer.alloc(isLarge ? 16 : 8);
  header.write(type, 4, 'latin1');
  const size = claim ?? BigInt(header.length + payload.length);
  header.writeUInt32BE(isLarge ? 1 : Number(size & 0xffff_ffffn), 0);
  if (isLarge) header.writeBigUInt64BE(size, 8);
  return Buffer.concat([header, payload]);
}

/** Every box with the list that it lies in. */
function places(nodes: Node[]): { list: Node[]; node: Node }[] {
  return nodes.flatMap((node) => [
    { list: nodes, node },
    ...(Buffer.isBuffer(node.content) ? [] : places(node.content)),
  ]);
}

function editOnce(nodes: Node[], { kind, box, at, value }: BoxEdit): void {
  const all = places(nodes);
  const place = all[box % Math.max(1, all.length)];
  if (place === undefined) return;
  const { list, node } = place;
  const index = list.indexOf(node);
  if (kind === 'remove') list.splice(index, 1);
  else if (kind === 'repeat') list.splice(index, 0, structured(node));
  else if (kind === 'moveToEnd') nodes.push(...list.splice(index, 1));
  else if (kind === 'retype') node.type = TYPES[at % TYPES.length]!;
  else if (kind === 'nest')
    list[index] = { type: TYPES[at % TYPES.length]!, isLarge: value % 2 === 0, content: [node] };
  else if (kind === 'claim' || kind === 'claimLarge') {
    node.claim = SIZES[at % SIZES.length]!;
    node.isLarge = kind === 'claimLarge';
  } else editContent(node, kind, at, value);
}

/** A copy that shares nothing. */
const structured = (node: Node): Node => ({
  ...node,
  content: Buffer.isBuffer(node.content) ? Buffer.from(node.content) : node.content.map(structured),
});

function editContent(node: Node, kind: 'byte' | 'empty' | 'cut', at: number, value: number): void {
  if (!Buffer.isBuffer(node.content)) return;
  if (kind === 'byte' && at < node.content.length) node.content[at] = value;
  if (kind === 'empty') node.content = Buffer.alloc(0);
  if (kind === 'cut') node.content = node.content.subarray(0, at);
}
