import { appendFileSync, mkdirSync, readdirSync, readFileSync, truncateSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { JournalDamagedError } from './errors.ts';
import { type Journal, type JournalEntry, journalEntrySchema } from './journal.ts';

/**
 * A journal on disk: `<directory>/<state machine>/<execution>.jsonl`, one entry a line. A line that a kill left half
 * written at the end is cut off on load, so that the next entry starts a line of its own; what it told is run again.
 * It is not synced to the disk: it outlives the process, not the power.
 */
export function createFileJournal(directory: string): Journal {
  const known = new Set<string>();
  return {
    append({ machineName, executionName }, entry) {
      // The iterations of a distributed Map are of `<state machine>/<label>`.
      const folder = join(directory, encodeURIComponent(machineName));
      if (!known.has(folder)) {
        mkdirSync(folder, { recursive: true });
        known.add(folder);
      }
      appendFileSync(join(folder, `${executionName}.jsonl`), `${JSON.stringify(entry)}\n`);
    },
    load: () =>
      journalFiles(directory)
        .map(loadFile)
        .filter((entries) => entries.length > 0),
  };
}

function journalFiles(directory: string): string[] {
  mkdirSync(directory, { recursive: true });
  const machines = readdirSync(directory, { withFileTypes: true }).filter((folder) => folder.isDirectory());
  return machines
    .flatMap(({ name }) => readdirSync(join(directory, name)).map((file) => join(directory, name, file)))
    .filter((file) => file.endsWith('.jsonl'))
    .sort();
}

function loadFile(file: string): JournalEntry[] {
  const bytes = readFileSync(file);
  const wholeBytes = bytes.lastIndexOf('\n') + 1;
  if (wholeBytes === 0) {
    // Not even the start was written: whoever asked for it never got an answer.
    unlinkSync(file);
    return [];
  }
  if (wholeBytes < bytes.length) truncateSync(file, wholeBytes);
  const lines = bytes.toString('utf8', 0, wholeBytes - 1).split('\n');
  return lines.map((line, index) => readEntry(line, `${file}, line ${index + 1}`));
}

function readEntry(line: string, place: string): JournalEntry {
  try {
    return journalEntrySchema.parse(JSON.parse(line));
  } catch (error) {
    throw new JournalDamagedError(`${place} is no journal entry. Delete the file to forget this execution.`, {
      cause: error,
    });
  }
}
