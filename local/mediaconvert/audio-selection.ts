import type { JobInput } from './job-settings.ts';

/** Name and settings of the input's selector of that name, or else of the one that is marked as the default. */
export function findSelector(name: string | undefined, { audioSelectors = {} }: JobInput) {
  const entries = Object.entries(audioSelectors);
  return (
    entries.find(([selectorName]) => selectorName === name) ??
    entries.find(([, { defaultSelection }]) => defaultSelection === 'DEFAULT')
  );
}
