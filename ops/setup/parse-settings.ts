/** What the values of `setup`’s options mean. */
import { InvalidArgumentError } from 'commander';
import {
  type RecordingSettings,
  type RenditionName,
  renditionNames,
  type ThumbnailStorage,
} from './recording-settings.ts';

/** Seconds between thumbnails, or none. @throws InvalidArgumentError */
export function parseThumbnails(text: string): number | 'off' {
  if (text === 'off') return 'off';
  const seconds = parseWhole(text);
  if (seconds >= 1 && seconds <= 60) return seconds;
  throw new InvalidArgumentError('Expected off, or 1 to 60 seconds.');
}

/** @throws InvalidArgumentError */
export function parseWindow(text: string): number {
  const seconds = parseWhole(text);
  if (seconds >= 0 && seconds <= 300) return seconds;
  throw new InvalidArgumentError('Expected 0 to 300 seconds.');
}

/** `all`, `none`, or names in a list: `hd,sd`. @throws InvalidArgumentError */
export function parseRenditions(text: string): RecordingSettings['renditions'] {
  if (text === 'all' || text === 'none') return text;
  return [...new Set(text.split(',').map(parseRendition))];
}

/** A resolution: `full-hd`, `hd`, `sd` or `lowest`. @throws InvalidArgumentError */
export function parseRendition(text: string): RenditionName {
  const wanted = text
    .trim()
    .toUpperCase()
    .replace('-', '_')
    .replace(/^LOWEST$/, 'LOWEST_RESOLUTION');
  const name = renditionNames.find((known) => known === wanted);
  if (name !== undefined) return name;
  throw new InvalidArgumentError('Expected full-hd, hd, sd or lowest (several of them with commas), all or none.');
}

/** @throws InvalidArgumentError */
export function parseStorage(text: string): ThumbnailStorage[] {
  const known: Readonly<Record<string, ThumbnailStorage[]>> = {
    sequential: ['SEQUENTIAL'],
    latest: ['LATEST'],
    both: ['SEQUENTIAL', 'LATEST'],
  };
  const storage = known[text];
  if (storage !== undefined) return storage;
  throw new InvalidArgumentError('Expected sequential, latest or both.');
}

/** A name as IVS takes it. @throws InvalidArgumentError */
export function parseName(text: string): string {
  if (/^[a-zA-Z0-9-_]{1,128}$/.test(text)) return text;
  throw new InvalidArgumentError('Expected at most 128 letters, digits, hyphens and underscores.');
}

/** A tag that a channel has to have. */
export interface WantedTag {
  readonly key: string;
  readonly value: string;
}

/** `key=value`; may be repeated. @throws InvalidArgumentError */
export function parseTag(text: string, earlier: readonly WantedTag[] = []): WantedTag[] {
  const [, key, value] = /^([^=]{1,128})=(.{0,256})$/s.exec(text) ?? [];
  if (key === undefined || value === undefined) throw new InvalidArgumentError('Expected key=value.');
  return [...earlier, { key, value }];
}

const parseWhole = (text: string): number => (/^\d{1,4}$/.test(text) ? Number(text) : Number.NaN);
