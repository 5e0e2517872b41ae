import { posix } from 'node:path';
import { parseS3Url, type S3Location } from './s3-location.ts';

/** What the variables of a destination and a name modifier are filled with. */
export interface OutputNaming {
  /** Destination of the output group: a "folder" ending in `/`, or a path with the base name. */
  readonly destination: string;
  readonly nameModifier: string;
  /** File name extension without the dot. */
  readonly extension: string;
  /** The input's URL; its name without extension is `$fn$`, and the base name where the destination has none. */
  readonly inputUrl: string;
  /** Start of the job, for `$dt$`, `$d$` and `$t$`. */
  readonly startedAt: Date;
}

const supportedVariables = ['dt', 'd', 't', 'fn', 'ex', ''];

/**
 * The first `$…$` variable that the local service does not fill in (`$w$`, `$rv$`, …), or a lone `$`, which
 * MediaConvert wants escaped as `$$`.
 */
export function findUnsupportedVariable(text: string): string | undefined {
  const [remains] = text.replaceAll(variablePattern, '').match(/\$[^$]*\$?/) ?? [];
  const variables = [...text.matchAll(variablePattern)];
  return variables.find(([, name]) => !supportedVariables.includes(name ?? ''))?.[0] ?? remains;
}

const variablePattern = /\$([A-Za-z]*(?:%0\d+)?)\$/g;

/**
 * Where an output goes: destination + name modifier + `.` + extension, with the input's name as the base where the
 * destination ends in `/`.
 *
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/using-variables-in-your-job-settings.html
 */
export function resolveOutputLocation(naming: OutputNaming): S3Location {
  const { bucket, key: path } = parseS3Url(naming.destination) ?? { bucket: '', key: '' };
  const base = path === '' || path.endsWith('/') ? inputName(naming.inputUrl) : '';
  const modifier = fillIn(naming.nameModifier, naming);
  return { bucket, key: `${fillIn(path, naming)}${base}${modifier}.${naming.extension}` };
}

function fillIn(text: string, { inputUrl, extension, startedAt }: OutputNaming): string {
  // 2020-06-04T15:05:28.000Z becomes 20200604T150528, the format of $dt$.
  const stamp = startedAt.toISOString().replaceAll(/[-:]|\.\d+Z$/g, '');
  const values: Readonly<Record<string, string>> = {
    dt: stamp,
    d: stamp.slice(0, 8),
    t: stamp.slice(9),
    fn: inputName(inputUrl),
    ex: extension,
    '': '$',
  };
  return text.replaceAll(variablePattern, (whole, name: string) => values[name] ?? whole);
}

const inputName = (url: string): string => posix.parse(url).name;
