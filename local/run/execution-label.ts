import { recordingIdsOfName } from '../../lambdas/shared/contract/execution-name.ts';

/**
 * What an execution is called on the screen: `process`, or `export` and the export's name. The machines' names carry stack
 * and construct ids, and an execution's name ids that all of a run share, and the digest of a parent's name.
 */
export function labelOf(executionArn: string): string {
  const [machine = '', name = ''] = executionArn.split(':').slice(6);
  if (!/export/i.test(machine)) return 'process';
  const ids = recordingIdsOfName(name);
  const rest = ids === undefined ? name : name.slice(ids.channelId.length + ids.recordingId.length + 2);
  return `export ${rest.replace(/-[0-9a-f]{8}$/, '')}`.trimEnd();
}
