/** Measures `npm run export` beside ffmpeg, `cat` and mediabunny. */
import path from 'node:path';
import { withMemoryFolder } from '../scripts/memory-folder.ts';
import {
  type ContestantName,
  contestantNames,
  contestantTitles,
  type ExportBundles,
  withExportBundles,
} from './export/contestants.ts';
import { fullHd, makeRecording, tiny } from './export/made-recording.ts';
import type { RunFigures } from './export/measured-run.ts';
import { medianFigures, medianRatio, type RoundFigures, runRounds } from './export/rounds.ts';
import { measureS3ToS3, type S3Row } from './export/s3-to-s3.ts';

/** Figures of one length of recording: ratios are medians over rounds of wall time against wall time. */
export interface ExportRow {
  readonly exportVsFfmpeg: number;
  readonly exportTwoWorkersVsFfmpeg: number;
  readonly exportVsCat: number;
  readonly catVsFfmpeg: number;
  /** Only of the short recording. */
  readonly mediabunnyVsFfmpeg?: number;
  /** Of the export on one thread. */
  readonly peakMemoryMb: number;
  readonly contestants: Partial<Record<ContestantName, RunFigures>>;
}

/** All figures; the ten minutes' at the top. */
export interface ExportReport extends ExportRow {
  /** The ten minutes by remux-export, from S3 to S3. */
  readonly s3ToS3: S3Row;
  /** With `--long`: the same of 2 h. */
  readonly hours2?: ExportRow;
  /** With `--long`: largest resident set, in MB of 10⁶ bytes, of recordings with the frames of so many hours. */
  readonly memory?: { readonly hours6: number; readonly hours48: number };
}

/** Where the encoded half minute is kept, so that only the first run waits for ffmpeg. */
const cache = path.resolve(import.meta.dirname, '../.local/bench');

const folderPrefix = 'ivs-recordings-bench-';

const tenMinutes = 600;
const twoHours = 7200;
const bytesPerSecond = 0.8e6;

/** @param print told each line of the tables */
export function measureExport(isLong: boolean, print: (line: string) => void): Promise<ExportReport> {
  return withExportBundles(async (bundles) => {
    const short = await measureLength(tenMinutes, bundles, print);
    const report = { ...short, s3ToS3: await measureS3(bundles, print) };
    if (!isLong) return report;
    const hours2 = await measureLength(twoHours, bundles, print);
    return { ...report, hours2, memory: await measureMemory(bundles, print) };
  });
}

async function measureLength(seconds: number, bundles: ExportBundles, print: (line: string) => void) {
  const isShort = seconds === tenMinutes;
  const rounds = isShort ? 9 : 3;
  const names = isShort ? contestantNames : contestantNames.filter((name) => name !== 'mediabunny');
  // The recording and an output at a time.
  return withMemoryFolder(folderPrefix, seconds * bytesPerSecond * 2, async (folder) => {
    const recording = await makeRecording(fullHd, seconds, folder, cache);
    const size = `${(recording.bytes / 1e6).toFixed(0)} MB in ${recording.segments.length} segments`;
    print(`\n${seconds / 60} min of ${fullHd.name}, ${size}, in ${path.dirname(folder)}, ${rounds} rounds`);
    const takesPart = (name: ContestantName, round: number) => name !== 'mediabunny' || round < 3;
    const figures = await runRounds(names, { rounds, takesPart }, bundles, recording);
    const row = rowOf(figures);
    for (const line of tableLines(row, figures)) print(line);
    return row;
  });
}

function rowOf(figures: RoundFigures): ExportRow {
  const contestants: Partial<Record<ContestantName, RunFigures>> = {};
  for (const name of contestantNames) {
    const found = medianFigures(figures[name]);
    if (found !== undefined) contestants[name] = found;
  }
  const hasMediabunny = figures.mediabunny.size > 0;
  return {
    exportVsFfmpeg: medianRatio(figures.export, figures.ffmpeg),
    exportTwoWorkersVsFfmpeg: medianRatio(figures.exportTwoWorkers, figures.ffmpeg),
    exportVsCat: medianRatio(figures.export, figures.cat),
    catVsFfmpeg: medianRatio(figures.cat, figures.ffmpeg),
    ...(hasMediabunny ? { mediabunnyVsFfmpeg: medianRatio(figures.mediabunny, figures.ffmpeg) } : {}),
    peakMemoryMb: contestants.export?.peakMemoryMb ?? Number.NaN,
    contestants,
  };
}

const goals: Partial<Record<ContestantName, number>> = { export: 0.5, exportTwoWorkers: 0.35 };
const catGoal = 1.8;

function tableLines(row: ExportRow, figures: RoundFigures): string[] {
  const lines = contestantNames.flatMap((name) => {
    const found = row.contestants[name];
    if (found === undefined) return [];
    const { wallSeconds, cpuSeconds, peakMemoryMb } = found;
    const ratio = medianRatio(figures[name], figures.ffmpeg);
    const cells = [wallSeconds.toFixed(2), cpuSeconds.toFixed(2), peakMemoryMb.toFixed(0), ratio.toFixed(2)];
    return [tableLine(contestantTitles[name], ...cells, goalText(ratio, goals[name]))];
  });
  const ofCat = `export on one thread against cat: ${row.exportVsCat.toFixed(2)}, ${goalText(row.exportVsCat, catGoal)}`;
  return [tableLine('', 'wall s', 'CPU s', 'peak MB', 'of ffmpeg', ''), ...lines, ofCat];
}

const goalText = (figure: number, goal: number | undefined): string =>
  goal === undefined ? '' : `goal ${goal}: ${figure <= goal ? 'met' : 'missed'}`;

async function measureS3(bundles: ExportBundles, print: (line: string) => void): Promise<S3Row> {
  return withMemoryFolder(folderPrefix, tenMinutes * bytesPerSecond * 2, async (folder) => {
    const recording = await makeRecording(fullHd, tenMinutes, folder, cache);
    const row = await measureS3ToS3(bundles, recording);
    const { cpuSecondsPerGb, requestsPerGb, peakMemoryMb, wallSeconds } = row;
    print('\nS3 to S3 by the bundle of remux-export, 40 ms added to each request');
    print(`${cpuSecondsPerGb.toFixed(2)} s of CPU per GB, ${requestsPerGb.toFixed(0)} requests per GB`);
    print(`${peakMemoryMb.toFixed(0)} MB, ${goalText(peakMemoryMb, 512)}, ${wallSeconds.toFixed(1)} s`);
    return row;
  });
}

/** Recordings of few bytes: the tables of the index, which are what grows, go by the number of frames alone. */
async function measureMemory(bundles: ExportBundles, print: (line: string) => void) {
  print('\nmemory of the export on one thread, by recordings of few bits and as many frames');
  const measured: number[] = [];
  for (const { hours, goalMb } of [
    { hours: 6, goalMb: 128 },
    { hours: 48, goalMb: 320 },
  ]) {
    const figures = await withMemoryFolder(folderPrefix, hours * 3600 * 12_500 * 2, async (folder) => {
      const recording = await makeRecording(tiny, hours * 3600, folder, cache);
      const plan = { rounds: 1, takesPart: () => true };
      return medianFigures((await runRounds(['export'], plan, bundles, recording)).export);
    });
    const { peakMemoryMb, wallSeconds } = figures ?? { peakMemoryMb: Number.NaN, wallSeconds: Number.NaN };
    measured.push(peakMemoryMb);
    print(`${hours} h: ${peakMemoryMb.toFixed(0)} MB, ${goalText(peakMemoryMb, goalMb)}, ${wallSeconds.toFixed(1)} s`);
  }
  return { hours6: measured[0] ?? Number.NaN, hours48: measured[1] ?? Number.NaN };
}

const columnWidths = [24, 8, 8, 9, 11, 20];

const tableLine = (...cells: string[]): string =>
  cells.map((cell, column) => (column === 0 ? cell.padEnd(24) : cell.padStart(columnWidths[column] ?? 0))).join('');
