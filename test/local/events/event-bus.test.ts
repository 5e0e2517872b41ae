import { expect, test } from '@jest/globals';
import { type BusEvent, EventBus } from '../../../local/events/event-bus.ts';
import type { RuleModel } from '../../../local/template/system-model.ts';

const makeEvent = (source: string): BusEvent => ({
  version: '0',
  id: 'e1',
  'detail-type': 'Something',
  source,
  account: '000000000000',
  time: '2026-06-23T20:12:41Z',
  region: 'us-west-2',
  resources: [],
  detail: {},
});

const makeRule = (name: string, source: string, ...targets: RuleModel['targets']): RuleModel => ({
  name,
  arn: `arn:aws:events:us-west-2:000000000000:rule/${name}`,
  pattern: { source: [source] },
  targets,
});

/** A bus whose targets named `gone…` cannot be reached. */
function makeBus(...rules: RuleModel[]) {
  const delivered: string[] = [];
  const undelivered: { queueArn: string | undefined; event: BusEvent; attributes: object }[] = [];
  const bus = new EventBus(
    rules,
    async (targetArn) => {
      if (targetArn.startsWith('gone')) throw new Error(`There is no function ${targetArn}.`);
      delivered.push(targetArn);
    },
    async (queueArn, event, attributes) => void undelivered.push({ queueArn, event, attributes }),
  );
  return { bus, delivered, undelivered };
}

test('an event goes to every target of every rule that it matches, and to no other', async () => {
  const { bus, delivered } = makeBus(
    makeRule('one', 'aws.ivs', { arn: 'a' }, { arn: 'b' }),
    makeRule('two', 'aws.ivs', { arn: 'a' }),
    makeRule('three', 'aws.states', { arn: 'c' }),
  );

  await bus.put(makeEvent('aws.ivs'));

  expect(delivered.sort()).toEqual(['a', 'a', 'b']);
});

test('an event that a target cannot take is kept whole beside the reason, and the other targets have it', async () => {
  const { bus, delivered, undelivered } = makeBus(
    makeRule('one', 'aws.ivs', { arn: 'gone', deadLetterQueueArn: 'queue' }, { arn: 'b' }),
  );
  const event = makeEvent('aws.ivs');

  await bus.put(event);

  expect(delivered).toEqual(['b']);
  expect(undelivered).toEqual([
    {
      queueArn: 'queue',
      event,
      attributes: {
        RULE_ARN: 'arn:aws:events:us-west-2:000000000000:rule/one',
        TARGET_ARN: 'gone',
        ERROR_CODE: 'NO_RESOURCE',
        ERROR_MESSAGE: 'There is no function gone.',
      },
    },
  ]);
});

test('without a dead-letter queue it is told that the event is lost, and whoever put it hears of no error', async () => {
  const { bus, undelivered } = makeBus(makeRule('one', 'aws.ivs', { arn: 'gone' }));

  await bus.put(makeEvent('aws.ivs'));

  expect(undelivered).toMatchObject([{ queueArn: undefined }]);
});

test('a pattern that is not known is refused when the bus is made', () => {
  const rule = { ...makeRule('one', 'x'), pattern: { source: [{ wildcard: '*' }] } };

  expect(() => makeBus(rule)).toThrow('wildcard');
});
