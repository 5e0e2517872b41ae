import type { ReportFailurePorts } from '../../../lambdas/report-failure/report-failure.ts';
import type { ReportFailureOutput } from '../../../lambdas/report-failure/schema.ts';
import type { ConditionalUpdate, Run } from '../../../lambdas/shared/contract/catalog.ts';
import type { ExecutionHistoryEvent } from '../../../lambdas/shared/contract/events.ts';
import type { Notification } from '../../../lambdas/shared/contract/notification.ts';
import { exportRecordingArn, processRecordingArn } from './events.ts';
import { began, entered, executionFailed, lambdaFailed, makeHistory } from './histories.ts';

/** A history that ends in the given state. */
export const historyOf = (state: string): ExecutionHistoryEvent[] =>
  makeHistory(began, entered(state), ...lambdaFailed('E', 'C'), executionFailed('E', 'C'));

/** The world as report-failure sees it, in memory: what it did to the world is in `done`, in order, and what it noted after that in `marked`. */
export function makeFakePorts(overrides: Partial<ReportFailurePorts> = {}) {
  const done: ({ update: ConditionalUpdate } | { notification: Notification })[] = [];
  const marked: { recordingKey: string; run: Run }[] = [];
  const logged: ReportFailureOutput[] = [];
  const ports: ReportFailurePorts = {
    processRecordingArn,
    exportRecordingArn,
    catalogExpireAfterDays: null,
    exportProfiles: { archive: { rendition: 'highest' } },
    defaultExports: ['archive'],
    describeExecution: async () => {
      throw new Error('nobody should ask for the input');
    },
    readHistoryBackwards: async () => historyOf('ValidateRecording'),
    updateCatalog: async (update) => {
      done.push({ update });
      return { outcome: 'written', status: 'failed' };
    },
    publishNotification: async (notification) => {
      done.push({ notification });
    },
    noteAnnounced: async ({ recordingKey }, run) => {
      marked.push({ recordingKey, run });
    },
    now: () => new Date('2026-06-24T07:51:42.000Z'),
    log: (report) => logged.push(report),
    ...overrides,
  };
  return { ports, done, marked, logged };
}
