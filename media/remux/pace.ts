/** How long the pictures of a track last, as far as their decode times tell. */
export interface Pace {
  /** In ticks. */
  frameTicks: number;
  /** From the picture before to the last one; `NaN` where not known. */
  lastStep: number;
}

/** How long a picture lasts that no other follows or precedes: a thirtieth of a second. */
const DEFAULT_TICKS = 3000;

/** Before the first picture. */
export const newPace = (): Pace => ({ frameTicks: DEFAULT_TICKS, lastStep: Number.NaN });

/**
 * Takes notice of a step from one picture to the next. A picture is taken to last for the shorter of the last two steps,
 * since one of them may be a pause.
 *
 * @param step in ticks; `NaN` where a new part begins. One that is no step forward tells nothing
 */
export function followPace(pace: Pace, step: number): void {
  if (Number.isNaN(step)) pace.lastStep = step;
  if (!(step > 0)) return;
  pace.frameTicks = pace.lastStep < step ? pace.lastStep : step;
  pace.lastStep = step;
}
