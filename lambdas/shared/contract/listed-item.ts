/** Items of the catalog as lists read them: fewer attributes than they have, and every one that may be shown. */
import * as z from 'zod/mini';
import { catalogExportSchema, catalogRecordingSchema } from './catalog.ts';
import { playbackAccessSchema } from './playback-access.ts';

/**
 * Whom a recording may be shown to. Absent from the catalog: `public`, since it was announced as such. Whatever else an
 * item may say is not for the public, so it is withheld.
 */
const accessSchema = z.catch(z._default(playbackAccessSchema, 'public'), 'withheld');

const listedRecordingSchema = z.extend(
  z.pick(catalogRecordingSchema, {
    type: true,
    channelId: true,
    recordingKey: true,
    recordingId: true,
    startedAt: true,
    status: true,
    recording: true,
    playback: true,
    failure: true,
  }),
  { access: accessSchema },
);
export type ListedRecording = z.infer<typeof listedRecordingSchema>;

const listedExportSchema = z.pick(catalogExportSchema, {
  type: true,
  channelId: true,
  recordingKey: true,
  recordingId: true,
  startedAt: true,
  status: true,
  exportName: true,
  export: true,
  failure: true,
  hold: true,
});
export type ListedExport = z.infer<typeof listedExportSchema>;

/** One item, a recording or an export. */
export const listedItemSchema = z.discriminatedUnion('type', [listedRecordingSchema, listedExportSchema]);
export type ListedItem = z.infer<typeof listedItemSchema>;

/** Attributes to ask DynamoDB for. */
export const listedAttributes = [
  ...new Set([...Object.keys(listedRecordingSchema.shape), ...Object.keys(listedExportSchema.shape)]),
];

/** Where an item stands, in the table and in its index by day. */
export interface ItemPosition {
  readonly channelId: string;
  readonly recordingKey: string;
  readonly startedAt: string;
}

/** Items in the order that was asked for. */
export interface ListedItems {
  /** `undefined` in `item`: nothing that this version understands. It still has its place. */
  readonly items: readonly { readonly position: ItemPosition; readonly item: ListedItem | undefined }[];
  /** Whether these are the last. */
  readonly isEnd: boolean;
}
