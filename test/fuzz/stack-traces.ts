/** Runs something with so many frames in the stacks of the errors that it makes. */
export async function withStackFrames<Result>(most: number, act: () => Promise<Result>): Promise<Result> {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = most;
  try {
    return await act();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
