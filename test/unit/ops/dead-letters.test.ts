import { describe, expect, test } from '@jest/globals';
import { runList, runReplay } from '../../../ops/dead-letters/command.ts';
import { listDeadLetters } from '../../../ops/dead-letters/list-dead-letters.ts';
import { replayDeadLetters } from '../../../ops/dead-letters/replay-dead-letters.ts';
import { deadLetterQueuesOf } from '../../../ops/deployment/deployment.ts';
import { exitCodes } from '../../../ops/frame/exit-codes.ts';
import { DeclinedError } from '../../../ops/frame/operator-errors.ts';
import type { Output } from '../../../ops/terminal/output.ts';
import { FakeQueues, processed, undelivered } from './fake-queues.ts';
import { keepingOutput } from './keeping-output.ts';

const both = [processed, undelivered];
const target = 'arn:aws:lambda:us-west-2:123456789012:function:report';
const fromRule = { TARGET_ARN: target, RULE_ARN: 'arn:rule', ERROR_CODE: 'NO_RESOURCE', ERROR_MESSAGE: 'it was gone' };
const fromLambda = { RequestID: '1', ErrorCode: '200', ErrorMessage: 'EventUnreadableError: what is this?' };
const envelope = {
  Type: 'Notification',
  MessageId: '1',
  TopicArn: 'arn:aws:sns:us-west-2:123456789012:recordings',
  Subject: 'Recording failed: Show',
  Message: '{"id":"a/b/recording.failed/a-b/0"}',
  MessageAttributes: { type: { Type: 'String', Value: 'recording.failed' } },
};

describe('a replay', () => {
  test('hands an event that a function could not process to that function, as it came', async () => {
    const queues = new FakeQueues();
    queues.put(processed, '{"Records":[ {"a":1} ]}', fromLambda);

    const { replayed, failed } = await replayDeadLetters(both, queues);

    expect(queues.invoked).toEqual([[processed.functionArn, '{"Records":[ {"a":1} ]}']]);
    expect([replayed.length, failed.length, queues.left(processed)]).toEqual([1, 0, []]);
  });

  test('hands an event that a rule could not deliver to the target that it was for', async () => {
    const queues = new FakeQueues();
    queues.put(undelivered, '{"source":"aws.ivs"}', fromRule);

    await replayDeadLetters(both, queues);

    expect(queues.invoked).toEqual([[target, '{"source":"aws.ivs"}']]);
  });

  test('goes by the target that EventBridge noted rather than by the queue', async () => {
    const queues = new FakeQueues();
    queues.put(processed, '{}', fromRule);

    await replayDeadLetters(both, queues);

    expect(queues.invoked).toEqual([[target, '{}']]);
  });

  test('publishes a message that SNS could not deliver again, with subject and attributes', async () => {
    const queues = new FakeQueues();
    queues.put(undelivered, JSON.stringify(envelope));

    await replayDeadLetters(both, queues);

    const { Type, TopicArn, Subject, Message, MessageAttributes } = envelope;
    expect(queues.published).toEqual([{ Type, TopicArn, Subject, Message, MessageAttributes }]);
  });

  test('removes a message only after its replay was accepted', async () => {
    const queues = new FakeQueues();
    const first = queues.put(processed, '1');
    const second = queues.put(processed, '2');

    await replayDeadLetters([processed], queues);

    expect(queues.steps).toEqual(['invoke 1', `remove ${first}`, 'invoke 2', `remove ${second}`]);
  });

  test('leaves what it cannot replay, says why, and goes on with the rest', async () => {
    const queues = new FakeQueues();
    queues.broken.add(target);
    queues.put(undelivered, '{"lost":1}', fromRule);
    queues.put(undelivered, 'not JSON', fromRule);
    queues.put(undelivered, '{"from":"nowhere"}');
    queues.put(processed, '{"good":1}', fromLambda);

    const { replayed, failed } = await replayDeadLetters(both, queues);

    expect(replayed).toHaveLength(1);
    expect(failed.map(({ reason }) => reason)).toEqual([
      'ResourceNotFoundException: gone',
      'its body is no JSON',
      'nothing tells where it was on its way to',
    ]);
    expect(queues.left(undelivered)).toHaveLength(3);
    expect(queues.hidden.size).toBe(1);
  });

  test('of more than one page ends, also when what it replayed comes back', async () => {
    const queues = new FakeQueues();
    for (let index = 0; index < 25; index++) queues.put(processed, `${index}`, fromLambda);
    const invoke = queues.invokeAsynchronously;
    queues.invokeAsynchronously = async (functionArn, payload) => {
      await invoke(functionArn, payload);
      // It failed at once and lies here again, a minute after the replay began.
      queues.put(processed, payload, fromLambda, -1);
    };

    const { replayed } = await replayDeadLetters([processed], queues);

    expect(replayed).toHaveLength(25);
    expect(queues.left(processed)).toHaveLength(25);
  });
});

test('a list shows every letter, the oldest first, and leaves it where it is', async () => {
  const queues = new FakeQueues();
  queues.put(processed, '"younger"', fromLambda, 5);
  for (let index = 0; index < 12; index++) queues.put(processed, `${index}`, fromLambda, 100 - index);

  const letters = await listDeadLetters(both, queues);

  expect(letters).toHaveLength(13);
  expect([letters[0]?.message.body, letters.at(-1)?.message.body]).toEqual(['0', '"younger"']);
  expect(letters[0]?.reason).toBe('EventUnreadableError: what is this?');
  expect(queues.left(processed)).toHaveLength(13);
  expect(queues.hidden.size).toBe(0);
});

describe('the command', () => {
  const run = async (command: (output: Output) => Promise<number>) => {
    const { output, stdout, stderr } = keepingOutput();
    const exitCode = await command(output);
    return { exitCode, lines: stdout().trimEnd().split('\n'), troubles: stderr() };
  };
  const agree = async () => {};
  const decline = async () => {
    throw new DeclinedError();
  };

  test('has nothing to do where no letter is', async () => {
    const queues = new FakeQueues();

    const list = await run((output) => runList(both, queues, output));
    const replay = await run((output) => runReplay(both, queues, output, agree));

    expect([list.exitCode, list.lines]).toEqual([exitCodes.nothingToDo, ['No dead letters.']]);
    expect([replay.exitCode, replay.lines]).toEqual([exitCodes.nothingToDo, ['No dead letters.']]);
  });

  test('shows one line for each letter, without control characters from outside', async () => {
    const queues = new FakeQueues();
    queues.put(processed, '{"a":"\\u001b[31m"}', { ErrorMessage: 'bad\u001b[2J\nworse' });

    const { exitCode, lines } = await run((output) => runList(both, queues, output));

    expect(exitCode).toBe(exitCodes.done);
    expect(lines).toEqual([
      '2026-06-25T11:00:00.000Z  StartProcessingDeadLetters  StartProcessingDeadLetters-1  to start  bad\\u{1b}[2J\\u{a}worse  {"a":"\\u001b[31m"}',
      '1 in 2 queues.',
    ]);
  });

  test('collects what it lists for a program', async () => {
    const queues = new FakeQueues();
    queues.put(processed, '1', { ErrorMessage: 'bad' });
    const { output } = keepingOutput(true);

    await runList(both, queues, output);

    expect(output.result).toEqual({
      deadLetters: [
        {
          queue: 'StartProcessingDeadLetters',
          messageId: 'StartProcessingDeadLetters-1',
          sentAt: new Date('2026-06-25T11:00:00Z'),
          destination: 'function',
          destinationArn: processed.functionArn,
          reason: 'bad',
          body: '1',
        },
      ],
    });
  });

  test('names the recording that a letter is about, and shows the beginning of any other', async () => {
    const queues = new FakeQueues();
    const key = 'ivs/v1/123456789012/AbCdef1G2hij/2026/6/23/20/12/h7RkV3sNp8Ya/events/recording-ended.json';
    queues.put(processed, JSON.stringify({ Records: [{ long: 'x'.repeat(300), s3: { object: { key } } }] }));
    queues.put(processed, 'of nothing');

    const { lines } = await run((output) => runList(both, queues, output));

    expect(lines[0]).toMatch(/ {2}ivs\/v1\/123456789012\/AbCdef1G2hij\/2026\/6\/23\/20\/12\/h7RkV3sNp8Ya$/);
    expect(lines[1]).toMatch(/ {2}of nothing$/);
  });

  test('tells the plan first, and does nothing without consent', async () => {
    const queues = new FakeQueues();
    queues.put(processed, '1');
    const { output, stderr } = keepingOutput();

    await expect(runReplay(both, queues, output, decline)).rejects.toThrow(DeclinedError);

    expect(stderr()).toBe('StartProcessingDeadLetters: about 1\n');
    expect(queues.invoked).toEqual([]);
  });

  test('tells what it did, and fails when something is left', async () => {
    const queues = new FakeQueues();
    queues.put(processed, '1');
    const all = await run((output) => runReplay(both, queues, output, agree));
    queues.put(undelivered, 'not JSON');
    const some = await run((output) => runReplay(both, queues, output, agree));

    expect([all.exitCode, all.lines.at(-1)]).toEqual([exitCodes.done, '1 replayed, 0 left.']);
    expect([some.exitCode, some.lines.at(-1)]).toEqual([exitCodes.failed, '0 replayed, 1 left.']);
    expect(some.troubles).toContain('because its body is no JSON');
  });
});

test('the queues are found among the outputs of the stacks, each with its function', () => {
  const outputs = {
    StartProcessingDeadLettersUrl: processed.url,
    StartProcessingFunctionArn: processed.functionArn!,
    RecordingEndedUndeliveredUrl: undelivered.url,
    NotificationTopicArn: 'arn:topic',
  };

  expect(deadLetterQueuesOf(outputs)).toEqual(both);
});
