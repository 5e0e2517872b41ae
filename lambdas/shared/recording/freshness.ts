/**
 * How long after its end a recording may still be in the making. IVS usually writes everything within 10 s of the end;
 * ten minutes are ample, and short enough that a broken recording is reported while somebody still remembers it.
 */
export const settlingMinutes = 10;

/** Whether a time (RFC 3339) is less than {@link settlingMinutes} ago, or yet to come. */
export const isRecent = (time: string, now: Date): boolean =>
  now.getTime() - Date.parse(time) < settlingMinutes * 60_000;
