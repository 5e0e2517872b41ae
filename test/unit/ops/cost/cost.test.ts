import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { estimate } from '../../../../ops/cost/estimate.ts';
import { defaultPrices, dollarsFor, type PriceName, withPrices } from '../../../../ops/cost/prices.ts';
import { dollarText } from '../../../../ops/cost/report.ts';
import { defaultWorkload, type Maker, makers } from '../../../../ops/cost/workload.ts';
import { costPage, costPageFile } from '../../../../scripts/write-cost-page.ts';
import { runCommand } from '../a-terminal.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-cost-'));

afterAll(() => rmSync(folder, { recursive: true }));

const hour = { ...defaultWorkload, recordings: 1, hours: 1 };
const only = (name: PriceName, dollars: number) =>
  withPrices(Object.keys(defaultPrices).map((each) => [each, each === name ? dollars : 0] as const));
const unitsOf = (name: PriceName, maker: Maker = 'remux', workload = hour) =>
  estimate(workload, maker, only(name, 1)).dollars;

test('an hour of 11.66 Mbit/s is 5.247 GB kept for each month, and its export of 6 Mbit/s 2.7 GB', () => {
  const stored = unitsOf('s3-gb-month', 'none');

  expect(stored).toBeCloseTo(5.247, 9);
  expect(unitsOf('s3-gb-month')).toBeCloseTo(5.247 + 2.7, 9);
  expect(unitsOf('s3-gb-month', 'none', { ...hour, monthsKept: 12 })).toBeCloseTo(12 * 5.247, 9);
});

test('MediaConvert is paid by the minute of each export, and only by the exports that it makes', () => {
  const twoExports = { ...hour, exports: 2 };

  expect(unitsOf('mediaconvert-minute-copied', 'mediaconvert', twoExports)).toBe(120);
  expect(unitsOf('mediaconvert-minute-encoded', 'mediaconvert-encode', twoExports)).toBe(120);
  expect(unitsOf('mediaconvert-minute-encoded', 'mediaconvert', twoExports)).toBe(0);
  expect(unitsOf('mediaconvert-minute-copied', 'remux', twoExports)).toBe(0);
});

test('remux takes the seconds that its planning allows, of its memory, beside the steps', () => {
  const remuxGbSeconds = (2.7e9 / 62_500_000) * (1769 / 1024);

  expect(unitsOf('lambda-gb-second') - unitsOf('lambda-gb-second', 'mediaconvert')).toBeCloseTo(remuxGbSeconds, 9);
});

test('validation pays for its listings: more segments and thumbnails, more pages', () => {
  const puts = (hours: number) => unitsOf('s3-put', 'none', { ...hour, hours }) - 5 * hours * 360 * 2 - hours * 60;

  // events/, five folders, the thumbnails.
  expect(puts(1)).toBeCloseTo(1 + 5 + 1, 6);
  expect(puts(48)).toBeCloseTo(1 + 5 * 18 + 3, 6);
});

test('views and downloads are delivered by CloudFront', () => {
  const watchedGb = (20 * 30 * 60 * 3.4) / 8 / 1000;

  expect(unitsOf('cloudfront-gb', 'none')).toBeCloseTo(watchedGb, 9);
  expect(unitsOf('cloudfront-gb')).toBeCloseTo(watchedGb + 2.7, 9);
  expect(unitsOf('cloudfront-request')).toBe(20 * (180 + 3) + 1);
});

test('a price that falls with the volume is charged tier by tier, and each line bears its share', () => {
  const price = [
    { from: 0, dollars: 3 },
    { from: 10, dollars: 2 },
    { from: 100, dollars: 1 },
  ];

  expect([0, 5, 10, 11, 100, 101].map((units) => dollarsFor(price, units))).toEqual([0, 15, 30, 32, 210, 211]);
  const { lines, dollars } = estimate({ ...defaultWorkload, recordings: 100_000 }, 'remux', defaultPrices);
  const delivered = lines.filter(({ what }) => what === 'recordings watched' || what === 'exports downloaded');
  const gb = delivered.reduce((sum, { units }) => sum + units, 0);
  const delivery = delivered.reduce((sum, line) => sum + line.dollars, 0);
  expect(delivery).toBeCloseTo(dollarsFor(defaultPrices['cloudfront-gb'], gb), 4);
  expect(dollars).toBeCloseTo(
    lines.reduce((sum, line) => sum + line.dollars, 0),
    6,
  );
});

test('every price is one that something is charged by', () => {
  const unused = Object.keys(defaultPrices).filter((name) =>
    makers.every((maker) => unitsOf(name as PriceName, maker) === 0),
  );

  expect(unused).toEqual([]);
});

test('dollars are shown to the cent, and below a dollar to two digits', () => {
  expect([0, 0.000001, 0.00421, 0.5, 0.999, 1234.5].map(dollarText)).toEqual([
    '0',
    '< 0.00001',
    '0.0042',
    '0.5',
    '1.00',
    '1,234.50',
  ]);
});

test('the tables of docs/costs.md are those that come out now (npm run cost-page writes them)', () => {
  const page = readFileSync(costPageFile, 'utf8');

  expect(page).toBe(costPage(page));
});

test('prices come from a file and from the command line, which wins, and the result is told as JSON', async () => {
  const file = path.join(folder, 'prices.json');
  writeFileSync(file, '{"kms-key": 7, "sns-publish": 2}');

  const { exitCode, json } = await runCommand(['cost', '--json', '--prices', file, '--price', 'kms-key=5']);

  expect(exitCode).toBe(0);
  expect(json().prices).toMatchObject({ 'kms-key': 5, 'sns-publish': 2 });
  expect(json().estimate.services).toContainEqual({ service: 'KMS', dollars: 5 });
  expect(json().engines.map(({ engine }: { engine: string }) => engine)).toEqual([...makers]);
});

test.each([
  [['--price', 'gold=1'], 'There is no price gold. Expected one of s3-gb-month, '],
  [['--price', 'kms-key=-1'], 'The price kms-key is -1. Expected dollars, 0 or more.'],
  [['--price', 'kms-key'], 'Expected a name and dollars, such as s3-gb-month=0.025.'],
  [['--recordings', '0'], 'Expected a whole number from 1.'],
  [['--hours', 'two'], 'Expected a number above 0.'],
  [['--exports', '1.5'], 'Expected a whole number from 0.'],
  [['--engine', 'ffmpeg'], 'Allowed choices are remux, mediaconvert, mediaconvert-encode, none.'],
  [['--prices', '/nowhere/prices.json'], 'The prices in /nowhere/prices.json cannot be read: ENOENT'],
])('%j is refused with what was expected', async (args, message) => {
  const { exitCode, stderr } = await runCommand(['cost', ...args]);

  expect(exitCode).toBe(2);
  expect(stderr).toContain(message);
});
