/**
 * The model of MediaConvert's CreateJob, read off the SDK's own type declarations: which members there are, which are
 * required, and of which type; enumerations from the SDK's lists. Ranges of numbers and patterns of text the SDK leaves
 * out: those of what this system writes stand here.
 * @see https://docs.aws.amazon.com/mediaconvert/latest/apireference/jobs.html
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as mediaConvert from '@aws-sdk/client-mediaconvert';

const require = createRequire(import.meta.url);
const declarations = readFileSync(
  path.join(path.dirname(require.resolve('@aws-sdk/client-mediaconvert')), '../dist-types/models/models_0.d.ts'),
  'utf8',
);

interface Member {
  readonly type: string;
  readonly isRequired: boolean;
}

/** Members of each structure. */
const structures = new Map(
  [...declarations.matchAll(/^export interface (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, name = '', body = '']) => [
    name,
    new Map(
      [...body.matchAll(/^ {4}(\w+)(\??): (.+?)(?: \| undefined)?;$/gm)].map(([, member = '', optional, type = '']) => [
        member,
        { type, isRequired: optional === '' },
      ]),
    ) as ReadonlyMap<string, Member>,
  ]),
);

const enumerations = new Map<string, unknown>(Object.entries(mediaConvert));

/** Of the API's reference, by structure and member. */
const rules: Readonly<Record<string, (value: never) => boolean>> = {
  'CreateJobRequest.Priority': (value: number) => isWithin(value, -50, 50),
  'CreateJobRequest.ClientRequestToken': (value: string) => /^[\x20-\x7e]{1,64}$/.test(value),
  'CreateJobRequest.Role': (value: string) => value.startsWith('arn:aws:iam::'),
  'CreateJobRequest.Tags': (value: Record<string, string>) => isTags(value),
  'CreateJobRequest.UserMetadata': (value: Record<string, string>) => Object.keys(value).length <= 10,
  'JobSettings.Inputs': (value: unknown[]) => isWithin(value.length, 1, 150),
  'JobSettings.OutputGroups': (value: unknown[]) => value.length > 0,
  'Input.FileInput': (value: string) => value.length <= 900 && /^s3:\/\/[a-z0-9.-]{3,63}\/.+\.m3u8$/.test(value),
  'AudioSelector.Tracks': (value: number[]) => value.every((track) => isWithin(track, 1, 2_147_483_647)),
  'InputClipping.StartTimecode': (value: string) => isTimecode(value),
  'InputClipping.EndTimecode': (value: string) => isTimecode(value),
  'FileGroupSettings.Destination': (value: string) => /^s3:\/\/[^$]+$/.test(value),
  'Output.Extension': (value: string) => isWithin(value.length, 1, 256),
  'VideoDescription.Width': (value: number) => isWithin(value, 32, 8192) && value % 2 === 0,
  'VideoDescription.Height': (value: number) => isWithin(value, 32, 8192) && value % 2 === 0,
  'H264QvbrSettings.QvbrQualityLevel': (value: number) => isWithin(value, 1, 10),
  'H264Settings.MaxBitrate': (value: number) => isWithin(value, 1000, 1_152_000_000),
  'AacSettings.SampleRate': (value: number) => isWithin(value, 8000, 96_000),
  'AacSettings.Bitrate': (value: number) => isWithin(value, 6000, 1_024_000),
};

const isWithin = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

const isTimecode = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d[:;]\d{2}$/.test(text);

/** https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html */
const isTags = (tags: Record<string, string>): boolean =>
  Object.entries(tags).every(
    ([key, value]) => /^[\p{L}\p{N} _.:/=+@-]{1,128}$/u.test(key) && /^[\p{L}\p{N} _.:/=+@-]{0,256}$/u.test(value),
  );

/** What the model says against a request for a job, each fault with its path; empty when nothing does. */
export const findModelFaults = (request: unknown): string[] => check(request, 'CreateJobRequest', 'request');

function check(value: unknown, type: string, place: string): string[] {
  if (type.endsWith('[]')) {
    if (!Array.isArray(value)) return [`${place}: expected a list`];
    return value.flatMap((item, index) => check(item, type.slice(0, -2), `${place}[${index}]`));
  }
  const [, entryType] = /^Record<string, (\w+)>$/.exec(type) ?? [];
  if (entryType !== undefined) {
    return Object.entries(value as object).flatMap(([key, entry]) => check(entry, entryType, `${place}.${key}`));
  }
  const structure = structures.get(type);
  if (structure !== undefined) return checkStructure(value, type, structure, place);
  if (['string', 'number', 'boolean'].includes(type)) {
    return typeof value === type ? [] : [`${place}: expected a ${type}, found ${JSON.stringify(value)}`];
  }
  const enumeration = enumerations.get(type);
  if (typeof enumeration !== 'object' || enumeration === null) return [`${place}: the type ${type} is not known here`];
  return Object.values(enumeration).includes(value)
    ? []
    : [`${place}: ${JSON.stringify(value)} is not one of ${Object.values(enumeration).join(', ')}`];
}

function checkStructure(value: unknown, type: string, members: ReadonlyMap<string, Member>, place: string): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${place}: expected a ${type}`];
  const found = Object.entries(value).filter(([, member]) => member !== undefined);
  const missing = [...members].filter(([name, { isRequired }]) => isRequired && !found.some(([key]) => key === name));
  return [
    ...missing.map(([name]) => `${place}.${name}: is required`),
    ...found.flatMap(([name, member]) => {
      const known = members.get(name);
      if (known === undefined) return [`${place}.${name}: ${type} has no such member`];
      const faults = check(member, known.type, `${place}.${name}`);
      const rule = rules[`${type}.${name}`];
      if (faults.length > 0 || rule === undefined || rule(member as never)) return faults;
      return [`${place}.${name}: ${JSON.stringify(member)} is out of range`];
    }),
  ];
}
