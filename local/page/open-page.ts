/** Offers to open the page in a browser: on a terminal with a desktop around it, and without ever waiting for an answer. */
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

/** Where the program runs. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether a person types and reads. */
  readonly isInteractive: boolean;
}

/** Whether somebody sits there who has a browser. */
export function hasDesktop({ platform, environment, isInteractive }: Surroundings): boolean {
  if (!isInteractive || environment.CI) return false;
  return platform === 'darwin' || platform === 'win32' || Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}

/** The command that opens an address with what the desktop uses for it. */
export function openingCommand(platform: NodeJS.Platform, url: string): readonly [command: string, ...args: string[]] {
  if (platform === 'darwin') return ['open', url];
  // The first quoted argument of start is a window's title.
  if (platform === 'win32') return ['cmd', '/c', 'start', '""', url];
  return ['xdg-open', url];
}

/** Calls `open` for each line that is an `o`. Lines, not keys: Ctrl-C stays the terminal's. @returns stops listening */
export function listenForOpening(input: Readable & { unref?(): void }, open: () => void): () => void {
  const read = (chunk: unknown) => {
    for (const line of String(chunk).split('\n')) if (line.trim().toLowerCase() === 'o') open();
  };
  input.on('data', read);
  // Nobody has to answer: the process may end all the same.
  input.unref?.();
  return () => {
    input.off('data', read);
    input.pause();
  };
}

/** Opens an address. Should nothing be there to open it, the address is printed above all the same. */
export function openInBrowser(url: string): void {
  const [command, ...args] = openingCommand(process.platform, url);
  spawn(command, args, { stdio: 'ignore', detached: true })
    .once('error', () => {})
    .unref();
}
