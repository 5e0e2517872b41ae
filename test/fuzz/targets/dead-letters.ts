import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readDeadLetter } from '../../../ops/dead-letters/dead-letter.ts';
import { makeIvsEvent } from '../../unit/start-processing/triggers.ts';
import { defineTarget } from '../fuzz-target.ts';
import { editJson, jsonEdits, toJsonText } from '../generators/json.ts';
import { editText, textEdits } from '../generators/text.ts';

const functionArn = 'arn:aws:lambda:us-west-2:123456789012:function:start-processing';
const notification = {
  Type: 'Notification',
  MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
  TopicArn: 'arn:aws:sns:us-west-2:123456789012:recordings',
  Subject: 'Recording ready to play',
  Message: '{"schemaVersion":"1"}',
  MessageAttributes: { type: { Type: 'String', Value: 'recording.playback.ready' } },
};
const examples: readonly object[] = [makeIvsEvent(), notification];
const attributes = fc.dictionary(
  fc.constantFrom('TARGET_ARN', 'ERROR_MESSAGE', 'ErrorCode', '__proto__'),
  fc.constantFrom(functionArn, ''),
  {
    noNullPrototype: true,
  },
);

/** Messages of dead-letter queues, which the operator's program sends on. */
export const deadLetters = defineTarget({
  name: 'dead-letter',
  refusals: [],
  cases: fc.record({
    example: fc.nat(examples.length - 1),
    edits: jsonEdits([], ['Type', 'TopicArn', 'MessageAttributes']),
    textEdits: textEdits(['{', '"'], 1),
    attributes,
    isOfFunction: fc.boolean(),
  }),
  run: (letter) => {
    const body = editText(toJsonText(editJson(examples[letter.example], letter.edits)), letter.textEdits);
    const queue = { name: 'q', url: 'https://q', functionArn: letter.isOfFunction ? functionArn : undefined };
    const message = { messageId: 'm', receiptHandle: 'r', body, sentAt: new Date(0), attributes: letter.attributes };

    const { destination, reason } = readDeadLetter(queue, message);

    assert.equal(typeof reason, 'string');
    if (destination.type !== 'unknown') assert.doesNotThrow(() => JSON.parse(body));
    if (destination.type === 'topic') assert.equal(typeof destination.notification.Message, 'string');
    return destination.type === 'unknown' ? 'left where it is' : undefined;
  },
});
