/** Exit codes as shells have them: 128 + the signal's number. */
const signalCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** A signal to the whole process group comes twice, once by way of npm and the bootstrap. */
const sameSignalMs = 1000;

/** Thrown into what is under way when the user, or the system, ends the program. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
  readonly signalName: keyof typeof signalCodes;
  readonly exitCode: number;

  constructor(signalName: keyof typeof signalCodes) {
    super(`Interrupted by ${signalName}; nothing was left behind.`);
    this.signalName = signalName;
    this.exitCode = signalCodes[signalName];
  }
}

/** Aborted by Ctrl-C and termination, with an {@link InterruptedError}; a later signal ends the process at once. */
export function interruption(): AbortSignal {
  const stop = new AbortController();
  let stoppedAt = 0;
  for (const signalName of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signalName, () => {
      if (stop.signal.aborted && Date.now() - stoppedAt > sameSignalMs) process.exit(signalCodes[signalName]);
      if (stop.signal.aborted) return;
      stoppedAt = Date.now();
      stop.abort(new InterruptedError(signalName));
    });
  }
  return stop.signal;
}
