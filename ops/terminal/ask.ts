import { createInterface } from 'node:readline';

/**
 * Asks a question at the terminal; only `y` or `yes` is a yes, and the end of the input (Ctrl-D) is a no.
 *
 * @throws the signal's reason when it aborts
 */
export async function ask(
  question: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  signal: AbortSignal,
): Promise<boolean> {
  signal.throwIfAborted();
  // Not as a terminal: then Ctrl-C stays a signal, and the terminal itself lets the line be edited.
  const lines = createInterface({ input, output, terminal: false });
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  let isOver = false;
  /** Without an answer, whatever is printed next has to begin a line of its own. */
  const end = (settle: () => void, isAnswered = false) => {
    if (!isOver && !isAnswered) output.write('\n');
    isOver = true;
    settle();
  };
  const stop = () => end(() => reject(signal.reason));
  signal.addEventListener('abort', stop, { once: true });
  lines.once('line', (line) => end(() => resolve(/^y(es)?$/i.test(line.trim())), true));
  lines.once('close', () => end(() => resolve(false)));
  output.write(`${question} [y/N] `);
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', stop);
    lines.close();
  }
}
