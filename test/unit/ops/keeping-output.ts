/** What commands print, kept for a test that calls a part of the program; the whole of it is in a-terminal.ts. */
import '../../fixtures/one-realm.ts';
import { PassThrough } from 'node:stream';
import type { CommandStream } from '../../../ops/frame/surroundings.ts';
import { makeOutput } from '../../../ops/terminal/output.ts';

/** A stream that keeps what is written to it. */
export function keepingStream(isTerminal = false): { stream: CommandStream; text: () => string } {
  let written = '';
  const stream = new PassThrough().setEncoding('utf8').on('data', (text: string) => {
    written += text;
  });
  return { stream: Object.assign(stream, { isTTY: isTerminal, hasColors: () => isTerminal }), text: () => written };
}

/** An output alone, for what needs no command line. */
export function keepingOutput(isJson = false) {
  const [stdout, stderr] = [keepingStream(), keepingStream()];
  const output = makeOutput({ stdout: stdout.stream, stderr: stderr.stream }, { isJson, isColorWanted: false });
  return { output, stdout: stdout.text, stderr: stderr.text };
}
