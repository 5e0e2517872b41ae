/**
 * The environment variables that infra sets and the handlers read, in one place for both. Lists and objects are JSON.
 * Nothing secret goes here.
 */
export const environmentNames = {
  /** JSON array of the buckets whose recordings are served. */
  recordingsBuckets: 'RECORDINGS_BUCKETS',
  exportsBucket: 'EXPORTS_BUCKET',
  /** JSON array of channel ARNs; empty: every channel. */
  channelArns: 'CHANNEL_ARNS',
  /** `https://…` in front of both buckets, without a trailing slash. */
  playbackBaseUrl: 'PLAYBACK_BASE_URL',
  /** JSON object: `playbackPolicySchema`. */
  playbackPolicy: 'PLAYBACK_POLICY',
  /** JSON object: profile by export name. */
  exportProfiles: 'EXPORT_PROFILES',
  /** JSON array of the profiles that every recording gets unless its input says otherwise. */
  defaultExports: 'DEFAULT_EXPORTS',
  /** Engine of exports that name none: `mediaconvert`, `auto` or `remux`. */
  exportEngine: 'EXPORT_ENGINE',
  /** JSON object: `exportLimitsSchema`. */
  exportLimits: 'EXPORT_LIMITS',
  /** JSON object: `mediaConvertSettingsSchema`. */
  mediaConvertSettings: 'MEDIA_CONVERT_SETTINGS',
  /** What planning reckons that `remux` carries in a second. */
  remuxBytesPerSecond: 'REMUX_BYTES_PER_SECOND',
  /** Bytes of a part of a multipart upload, at least S3's 5 MiB. */
  uploadPartSizeBytes: 'UPLOAD_PART_SIZE_BYTES',
  processRecordingArn: 'PROCESS_RECORDING_ARN',
  exportRecordingArn: 'EXPORT_RECORDING_ARN',
  notificationTopicArn: 'NOTIFICATION_TOPIC_ARN',
  catalogTableName: 'CATALOG_TABLE_NAME',
  /** JSON: days until an item of the catalog may go, or null: never. */
  catalogExpireAfterDays: 'CATALOG_EXPIRE_AFTER_DAYS',
  /** Days until numbered thumbnails are deleted, counted from the recording's end. */
  thumbnailsExpireAfterDays: 'THUMBNAILS_EXPIRE_AFTER_DAYS',
  /** Bucket of the lists that a backfill works off. */
  listsBucket: 'LISTS_BUCKET',
  /**
   * `on`: serve-api also answers what only an operator may see. No template can set it (`StepEnvironment`): the local
   * system does, for a page that nobody else can reach (docs/adr/0016).
   */
  apiOperatorView: 'API_OPERATOR_VIEW',
  /** Where the page sends operators, who see executions there; absent: nowhere. */
  pageConsoleUrl: 'PAGE_CONSOLE_URL',
} as const;
export type EnvironmentName = (typeof environmentNames)[keyof typeof environmentNames];
