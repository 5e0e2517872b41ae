/** What a recording configuration makes IVS record, in the words of the commands. */

export const renditionNames = ['FULL_HD', 'HD', 'SD', 'LOWEST_RESOLUTION'] as const;
export type RenditionName = (typeof renditionNames)[number];
export type ThumbnailStorage = 'SEQUENTIAL' | 'LATEST';

/** Thumbnails, when they are wanted. */
export interface Thumbnails {
  /** 1 to 60. */
  readonly intervalSeconds: number;
  readonly storage: readonly ThumbnailStorage[];
  /** The source's when left out. */
  readonly resolution?: RenditionName | undefined;
}

/** Everything that tells one recording configuration from another but its name and tags. */
export interface RecordingSettings {
  readonly bucketName: string;
  /** 0 to 300: streams that come back within it go on with the same recording; 0 switches that off. */
  readonly reconnectWindowSeconds: number;
  readonly thumbnails: Thumbnails | 'off';
  readonly renditions: readonly RenditionName[] | 'all' | 'none';
}

/** State of a recording configuration: IVS needs some seconds to make one. */
export type ConfigurationState = 'CREATING' | 'CREATE_FAILED' | 'ACTIVE';

/** A recording configuration as IVS has it. */
export interface RecordingConfiguration extends RecordingSettings {
  readonly arn: string;
  /** May be empty, and need not be the only one of that name. */
  readonly name: string;
  readonly state: ConfigurationState;
}

/** Whether both make IVS do the same; the order of a list is of no account. */
export const hasSameSettings = (one: RecordingSettings, other: RecordingSettings): boolean =>
  comparable(one) === comparable(other);

const comparable = ({ bucketName, reconnectWindowSeconds, thumbnails, renditions }: RecordingSettings): string =>
  JSON.stringify([
    bucketName,
    reconnectWindowSeconds,
    typeof thumbnails === 'string'
      ? thumbnails
      : [thumbnails.intervalSeconds, [...thumbnails.storage].sort(), thumbnails.resolution],
    typeof renditions === 'string' ? renditions : [...renditions].sort(),
  ]);

/** Such as `every 60 s, SEQUENTIAL and LATEST, HD`. */
export function thumbnailsText(thumbnails: Thumbnails | 'off'): string {
  if (thumbnails === 'off') return 'off';
  const { intervalSeconds, storage, resolution } = thumbnails;
  return [`every ${intervalSeconds} s`, storage.join(' and '), resolution].filter(Boolean).join(', ');
}

/** Such as `all`, or `HD, SD`. */
export const renditionsText = (renditions: RecordingSettings['renditions']): string =>
  typeof renditions === 'string' ? renditions : renditions.join(', ');

/** As the options of the commands name it: a name, and its ARN since names need not be unique. */
export const titleOf = ({ name, arn }: { readonly name: string; readonly arn: string }): string =>
  name === '' ? arn : `${name} (${arn})`;
