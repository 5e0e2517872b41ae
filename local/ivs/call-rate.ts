/** How many calls in a second IVS takes of each operation before it answers ThrottlingException. */

const perSecond = {
  RecordingConfiguration: 3,
  Channel: 5,
  Tags: 10,
} as const;

/**
 * The operation's quota, per account and Region.
 * @see https://docs.aws.amazon.com/ivs/latest/LowLatencyUserGuide/service-quotas.html "API Call Rate Quotas"
 */
export function callsPerSecond(operation: string): number {
  if (operation.includes('RecordingConfiguration')) return perSecond.RecordingConfiguration;
  return operation.includes('Channel') ? perSecond.Channel : perSecond.Tags;
}

/** Counts the calls of each operation over the last second. */
export class CallRate {
  readonly #callsAt = new Map<string, number[]>();

  /** Notes a call, and tells whether it is within its quota; one that is not does not count. */
  admits(operation: string, nowMs: number): boolean {
    const lately = (this.#callsAt.get(operation) ?? []).filter((atMs) => nowMs - atMs < 1000);
    const isWithin = lately.length < callsPerSecond(operation);
    this.#callsAt.set(operation, isWithin ? [...lately, nowMs] : lately);
    return isWithin;
  }
}
