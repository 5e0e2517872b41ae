/** What AWS would not tell, for whoever can do without. */

/** Whether a service has answered with an error: not allowed, too often, not there; other errors are faults of ours or the network. */
export const isServiceRefusal = (error: unknown): error is Error => error instanceof Error && '$fault' in error;

/** Resolves to `undefined` where the service refuses to tell. */
export async function orUnknown<Value>(read: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isServiceRefusal(error)) return undefined;
    throw error;
  }
}
