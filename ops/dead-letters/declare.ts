/** `dead-letters`, declared. */
import type { Command } from 'commander';
import { deadLetterQueuesOf } from '../deployment/deployment.ts';
import type { Act } from '../frame/act.ts';
import type { CommandContext } from '../frame/command-context.ts';
import { OperationRefusedError } from '../frame/operator-errors.ts';
import { makeAwsPorts } from './aws-ports.ts';
import { runList, runReplay } from './command.ts';

/** Adds `dead-letters list` and `dead-letters replay`. */
export function declareDeadLetters(program: Command, act: Act): void {
  const deadLetters = program.command('dead-letters').description('Events and messages that went astray.');
  deadLetters
    .command('list')
    .description('Show what lies in the dead-letter queues, and leave it there.')
    .action(act(async (context) => runList(await queuesOf(context), makeAwsPorts(context), context.output)));
  deadLetters
    .command('replay')
    .description('Send everything on the way it would have come. Asks first.')
    .action(
      act(async (context) =>
        runReplay(await queuesOf(context), makeAwsPorts(context), context.output, context.confirm),
      ),
    );
}

async function queuesOf({ deployment }: CommandContext) {
  const { outputs, source } = await deployment();
  const queues = deadLetterQueuesOf(outputs);
  if (queues.length > 0) return queues;
  throw new OperationRefusedError(`${source} names no dead-letter queue. Is it of the pipeline's stack?`);
}
