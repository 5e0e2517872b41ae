/**
 * The order in which jest runs test files: those that take long first, so that none of them ends alone on one core.
 * JavaScript, since the types of what it extends fit only CommonJS.
 */
import TestSequencer from '@jest/test-sequencer';

/** Folders whose files take long, whatever their size, the longest first: processes, whole systems, thousands of cases. */
const slowFolders = ['e2e', 'local/system', 'local/faults', 'fuzz', 'infra', 'local/ops', 'media'];

export default class SlowTestsFirst extends TestSequencer {
  /** By how long they took; where none has run before, jest itself would go by the files' sizes. */
  async sort(tests) {
    const sorted = await super.sort(tests);
    const isFirstRun = sorted.every(({ duration }) => duration === undefined);
    return isFirstRun ? sorted.sort((one, other) => rankOf(one.path) - rankOf(other.path)) : sorted;
  }
}

function rankOf(file) {
  const rank = slowFolders.findIndex((folder) => file.includes(`/test/${folder}/`));
  return rank === -1 ? slowFolders.length : rank;
}
