/** What a month's recordings use of each service: requests, gigabytes, seconds. Nothing here knows a price. */
import { remuxCapacity } from '../../lambdas/shared/contract/export-engine.ts';
import type { PriceName } from './prices.ts';
import type { Maker, Workload } from './workload.ts';

/** So much of something that has a price. */
export interface Amount {
  readonly service:
    | 'S3'
    | 'CloudFront'
    | 'MediaConvert'
    | 'Lambda'
    | 'Step Functions'
    | 'DynamoDB'
    | 'SNS'
    | 'CloudWatch'
    | 'X-Ray'
    | 'KMS';
  /** What it is for. */
  readonly what: string;
  readonly price: PriceName;
  /** Units in the month. */
  readonly units: number;
}

/** Seconds of a recording in one media file: the standard file that IVS documents. */
const segmentSeconds = 10;

/** Seconds between thumbnails, as recordings have them unless it is configured otherwise. */
const thumbnailSeconds = 60;

/** A GB, as AWS bills traffic and storage here: 10⁹ bytes; what is stored is billed in 2³⁰, some 7 % less. */
const gigabytes = (mbps: number, seconds: number): number => (mbps * seconds) / 8 / 1000;

/** The three views of a workload that what follows is counted from. */
interface Counts {
  readonly workload: Workload;
  readonly maker: Maker;
  readonly seconds: number;
  readonly segments: number;
  readonly exports: number;
  readonly exportGb: number;
}

/** Everything that the month uses. */
export function amountsOf(workload: Workload, maker: Maker): Amount[] {
  const seconds = workload.hours * 3600;
  const counts: Counts = {
    workload,
    maker,
    seconds,
    segments: Math.ceil(seconds / segmentSeconds),
    exports: maker === 'none' ? 0 : workload.exports,
    exportGb: gigabytes(workload.exportMbps, seconds),
  };
  const forEach = [...recorded(counts), ...processed(counts), ...exported(counts), ...delivered(counts)];
  return [...forEach.map((amount) => ({ ...amount, units: amount.units * workload.recordings })), ...standing()].filter(
    ({ units }) => units > 0,
  );
}

/**
 * IVS writes each rendition's segments and playlist, and thumbnails; what it writes is charged as our requests. How often
 * it rewrites a playlist is not documented: once for each segment is assumed.
 *
 * @see https://docs.aws.amazon.com/ivs/latest/LowLatencyUserGuide/costs.html
 */
function recorded({ workload, seconds, segments }: Counts): Amount[] {
  const storedGb = gigabytes(workload.storedMbps, seconds) * workload.monthsKept;
  const puts = workload.renditions * segments * 2 + seconds / thumbnailSeconds;
  return [
    { service: 'S3', what: 'recordings kept', price: 's3-gb-month', units: storedGb },
    { service: 'S3', what: 'recordings written by IVS', price: 's3-put', units: puts },
  ];
}

/** What validation lists: `events/`, and by pages of 1,000 each rendition's folder and the thumbnails. */
function listingsOf({ workload, seconds, segments }: Counts): number {
  const pages = (objects: number) => Math.ceil(objects / 1000);
  // Two playlists lie beside the segments.
  return 1 + workload.renditions * pages(segments + 2) + pages(seconds / thumbnailSeconds);
}

/** 7 states; start-processing twice, ValidateRecording once; 15 reads of validation, a playlist for each rendition. */
function processed(counts: Counts): Amount[] {
  const { exports } = counts;
  const listings = listingsOf(counts) + 6 * exports;
  return [
    { service: 'Step Functions', what: 'states entered', price: 'step-functions-transition', units: 7 + 8 * exports },
    { service: 'Lambda', what: 'invocations', price: 'lambda-request', units: 3 + 2 * exports },
    { service: 'Lambda', what: 'steps', price: 'lambda-gb-second', units: 1.1 + 0.5 * exports },
    { service: 'S3', what: 'validation, planning, verifying', price: 's3-put', units: listings },
    { service: 'S3', what: 'validation, planning, verifying', price: 's3-get', units: 15 + 15 * exports },
    // An item of up to 2 KB, and the same in two indexes.
    { service: 'DynamoDB', what: 'catalog', price: 'dynamodb-write', units: 6 + 6 * exports },
    { service: 'X-Ray', what: 'traces', price: 'xray-trace', units: 1 + exports },
    { service: 'SNS', what: 'messages', price: 'sns-publish', units: 1 + exports },
    // About 2 KB for each invocation.
    { service: 'CloudWatch', what: 'logs', price: 'cloudwatch-log-gb', units: (3 + 2 * exports) * 2e-6 },
  ];
}

function exported(counts: Counts): Amount[] {
  const { workload, exports, exportGb } = counts;
  return [
    ...made(counts).map((amount) => ({ ...amount, units: amount.units * exports })),
    { service: 'S3', what: 'exports kept', price: 's3-gb-month', units: exports * exportGb * workload.monthsKept },
  ];
}

/**
 * What makes one export. remux reads each segment once, and is slower than it was measured: its time is what planning
 * reckons with. An upload is begun and completed by a request each.
 */
function made({ maker, seconds, segments, exportGb }: Counts): Amount[] {
  const minutes = seconds / 60;
  if (maker === 'mediaconvert')
    return [{ service: 'MediaConvert', what: 'frames copied', price: 'mediaconvert-minute-copied', units: minutes }];
  if (maker === 'mediaconvert-encode')
    return [{ service: 'MediaConvert', what: 'encoded', price: 'mediaconvert-minute-encoded', units: minutes }];
  const bytes = exportGb * 1e9;
  const remuxSeconds = bytes / remuxCapacity.bytesPerSecond;
  return [
    {
      service: 'Lambda',
      what: 'remux',
      price: 'lambda-gb-second',
      units: (remuxSeconds * remuxCapacity.memoryMb) / 1024,
    },
    { service: 'S3', what: 'remux', price: 's3-get', units: segments },
    { service: 'S3', what: 'remux', price: 's3-put', units: Math.ceil(bytes / remuxCapacity.uploadPartSizeBytes) + 2 },
  ];
}

/** A request for each segment that is watched, and three playlists. What CloudFront fetches from S3 has no traffic costs. */
function delivered({ workload, exports, exportGb }: Counts): Amount[] {
  const { views, minutesWatched, watchedMbps, downloads } = workload;
  const watchedGb = views * gigabytes(watchedMbps, minutesWatched * 60);
  const requests = views * ((minutesWatched * 60) / segmentSeconds + 3) + downloads * exports;
  return [
    { service: 'CloudFront', what: 'recordings watched', price: 'cloudfront-gb', units: watchedGb },
    {
      service: 'CloudFront',
      what: 'exports downloaded',
      price: 'cloudfront-gb',
      units: downloads * exports * exportGb,
    },
    { service: 'CloudFront', what: 'requests', price: 'cloudfront-request', units: requests },
    // The worst case: nothing is in CloudFront's cache.
    { service: 'S3', what: 'read by CloudFront, if never cached', price: 's3-get', units: requests },
  ];
}

/**
 * What a deployment has that does nothing, with everything on that is seen (docs/adr/0014): metrics that alarms look at,
 * a dashboard, metrics of its own (those that always have figures and some of the findings), one key for the topics.
 */
export const standingUnits = { alarmMetrics: 47, dashboards: 1, metrics: 15, keys: 1 } as const;

const standing = (): Amount[] => [
  { service: 'CloudWatch', what: 'alarms', price: 'cloudwatch-alarm', units: standingUnits.alarmMetrics },
  { service: 'CloudWatch', what: 'dashboard', price: 'cloudwatch-dashboard', units: standingUnits.dashboards },
  { service: 'CloudWatch', what: 'metrics', price: 'cloudwatch-metric', units: standingUnits.metrics },
  { service: 'KMS', what: 'the topics’ key', price: 'kms-key', units: standingUnits.keys },
];
