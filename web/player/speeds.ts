/** Speeds that can be chosen. */
export const speeds = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2] as const;

/** The speed so many steps faster, or slower; the last one at the end. */
export function speedAfter(speed: number, steps: number): number {
  const place = speeds.findIndex((candidate) => candidate >= speed);
  return speeds[Math.min(speeds.length - 1, Math.max(0, place + steps))] ?? 1;
}
