/** Each cell has a day of its own, long ago, so that what looks at days meets no other cell's recording. */
export const startOf = (id: string): Date => new Date(Date.UTC(2000, 0, Number(/\d+/.exec(id)), 12));

/** The same as a date. */
export const dayOf = (id: string): string => startOf(id).toISOString().slice(0, 10);
