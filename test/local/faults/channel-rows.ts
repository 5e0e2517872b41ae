/** What is asked of IVS where it depends on the channel who may be told of a recording, as it does by default. */
import type { MatrixRow } from './matrix-row.ts';
import { ofOwnChannel } from './own-channel.ts';
import { execution, playback } from './scenarios.ts';

const exported = execution({
  machine: 'export',
  kind: 'whole',
  input: { export: { name: 'e', rendition: '160p30', engine: 'remux' } },
  messages: ['recording.export.ready'],
  status: 'ready',
  exportName: 'e',
});

const ask = {
  call: 'IVS GetChannel',
  of: 'where the channel decides who is told',
  service: 'ivs',
  operation: 'GetChannel',
} as const;

/** Of the two steps that announce URLs. */
export const channelRows: readonly MatrixRow[] = [
  { ...ask, caller: 'ValidateRecording', scenario: ofOwnChannel(playback, 'whole') },
  { ...ask, caller: 'VerifyExport', scenario: ofOwnChannel(exported, 'whole') },
];
