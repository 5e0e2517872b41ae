import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { makePublishLog, readPublishLog } from '../../../local/messaging/publish-log.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'publish-log-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

test('what was published is read in the order sent, with subject and attributes', () => {
  const file = path.join(directory, 'new/messages.jsonl');
  const log = makePublishLog(file);

  log({
    Message: '{"n":1}',
    Subject: 'First',
    'MessageAttributes.entry.1.Name': 'type',
    'MessageAttributes.entry.1.Value.DataType': 'String',
    'MessageAttributes.entry.1.Value.StringValue': 'recording.empty',
  });
  log({ Message: 'no JSON' });

  expect(readPublishLog(file)).toEqual([
    { body: { n: 1 }, subject: 'First', attributes: { type: 'recording.empty' } },
    { body: 'no JSON', attributes: {} },
  ]);
});

test('a line that a kill left half written is none', () => {
  const file = path.join(directory, 'messages.jsonl');
  makePublishLog(file)({ Message: '1' });
  appendFileSync(file, '{"body":2,"attri');

  expect(readPublishLog(file)).toEqual([{ body: 1, attributes: {} }]);
});

test('where nothing was published there is no message', () => {
  expect(readPublishLog(path.join(directory, 'none.jsonl'))).toEqual([]);
});
