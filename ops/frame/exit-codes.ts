/** What the operator's commands exit with; a signal ends them with 128 and its number. */
export const exitCodes = { done: 0, failed: 1, usage: 2, nothingToDo: 3 } as const;
