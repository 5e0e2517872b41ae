import type { Config } from '../config-schema.ts';

/** The functions that answer requests: in the storage stack, behind the distribution (docs/adr/0016, 0019). */
export type ServedFunction = 'ServeApi' | 'ServePage';

/** Those that the configuration asks for. */
export const servedFunctions = ({ api, page }: Config): ServedFunction[] => [
  ...(api.enabled ? (['ServeApi'] as const) : []),
  ...(page.enabled ? (['ServePage'] as const) : []),
];

/**
 * The name of such a function. CloudFormation would make one up, and the pipeline, which watches it, would have to import
 * that: then `api.enabled` could not be turned off by one deployment (docs/adr/0014).
 */
export const servedFunctionName = (storageStackName: string, id: ServedFunction): string => `${storageStackName}-${id}`;
