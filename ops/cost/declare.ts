/** `cost`, declared. */
import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import * as z from 'zod/mini';
import type { Act } from '../frame/act.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { UsageError } from '../frame/operator-errors.ts';
import { withPrices } from './prices.ts';
import { showCosts } from './report.ts';
import { defaultWorkload, type Maker, makers, type Workload } from './workload.ts';

type Declared = Workload & {
  readonly engine: Maker;
  readonly price?: readonly (readonly [string, number])[];
  readonly prices?: string;
};

/** Adds `cost`, which needs neither a deployment nor AWS. */
export function declareCost(program: Command, act: Act): void {
  const command = program
    .command('cost')
    .description('Estimate what a month costs, by service, with prices as inputs.');
  for (const [name, text, parse] of workloadOptions) command.option(text[0], text[1], parse, defaultWorkload[name]);
  command
    .addOption(new Option('--engine <name>', 'what makes the exports').choices(makers).default('remux'))
    .option('--price <name=dollars>', 'another price for a unit; may be repeated', collectPrice)
    .option('--prices <file>', 'other prices, as JSON: {"s3-gb-month": 0.025}')
    .action(
      act<Declared>(async ({ output, resolvePath }, { options: { engine, price = [], prices: file, ...workload } }) => {
        const fromFile = file === undefined ? [] : readPrices(resolvePath(file));
        showCosts(workload, engine, withPrices([...fromFile, ...price]), output);
        return exitCodes.done;
      }),
    );
}

type WorkloadOption = readonly [keyof Workload, readonly [string, string], (text: string) => number];

const workloadOptions: readonly WorkloadOption[] = [
  ['recordings', ['--recordings <n>', 'recordings that end in the month'], parseWhole],
  ['hours', ['--hours <h>', 'length of each'], parsePositive],
  ['exports', ['--exports <n>', 'files made from each, of its whole length'], parseCount],
  ['views', ['--views <n>', 'how often each is played'], parseAmount],
  ['minutesWatched', ['--minutes-watched <n>', 'how long a view lasts'], parseAmount],
  ['downloads', ['--downloads <n>', 'how often each export is downloaded'], parseAmount],
  ['monthsKept', ['--months-kept <n>', 'for how long everything is kept'], parsePositive],
  ['renditions', ['--renditions <n>', 'renditions that IVS records'], parseWhole],
  ['storedMbps', ['--stored-mbps <n>', 'Mbit/s of all renditions together'], parsePositive],
  ['exportMbps', ['--export-mbps <n>', 'Mbit/s of an export'], parsePositive],
  ['watchedMbps', ['--watched-mbps <n>', 'Mbit/s that a viewer takes'], parsePositive],
];

function parseNumber(text: string, isWanted: (value: number) => boolean, expected: string): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (isWanted(value) && value <= 1e9) return value;
  throw new InvalidArgumentError(`Expected ${expected}.`);
}

function parseWhole(text: string): number {
  return parseNumber(text, (value) => Number.isInteger(value) && value > 0, 'a whole number from 1');
}

function parseCount(text: string): number {
  return parseNumber(text, (value) => Number.isInteger(value), 'a whole number from 0');
}

function parseAmount(text: string): number {
  return parseNumber(text, (value) => value >= 0, 'a number from 0');
}

function parsePositive(text: string): number {
  return parseNumber(text, (value) => value > 0, 'a number above 0');
}

function collectPrice(text: string, before: readonly (readonly [string, number])[] = []) {
  const [name = '', value] = text.split('=');
  if (value === undefined || value === '' || Number.isNaN(Number(value)))
    throw new InvalidArgumentError('Expected a name and dollars, such as s3-gb-month=0.025.');
  return [...before, [name, Number(value)] as const];
}

const priceFile = z.record(z.string(), z.number());

function readPrices(file: string): [string, number][] {
  const prices = priceFile.safeParse(parseJsonFile(file));
  if (prices.success) return Object.entries(prices.data);
  throw new UsageError(`${file} is no object of numbers. Expected {"s3-gb-month": 0.025}.`);
}

function parseJsonFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`The prices in ${file} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}
