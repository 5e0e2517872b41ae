/** `follow`, declared. */
import type { Command } from 'commander';
import { makeExecutionPorts } from '../executions/execution-ports.ts';
import { makeOperatorPorts } from '../executions/operator-ports.ts';
import type { Act } from '../frame/act.ts';
import type { CommandContext } from '../frame/command-context.ts';
import { makeFollowPorts } from './aws-ports.ts';
import { type FindExecutionsPorts, findExecutions } from './find-executions.ts';
import { follow } from './follow.ts';

const notes = `
Of a recording, what runs is followed, or else what ran last. The exports that
it starts are followed, too. Exits with 1 unless all succeeded. Ctrl-C leaves
everything as it is. With --json, a line for each event. Times are in UTC.`;

/** Adds `follow`. */
export function declareFollow(program: Command, act: Act): void {
  program
    .command('follow')
    .description('Follow an execution to its end: states as they are entered, and MediaConvert’s percentage.')
    .argument('<execution>', 'its ARN or name, or a recording: id, prefix or URL')
    .addHelpText('after', notes)
    .action(
      act(async (context, { args: [typed = ''] }) => {
        const executionArns = await findExecutions(typed, makeFindPorts(context));
        return follow(executionArns, makeFollowPorts(context), context);
      }),
    );
}

function makeFindPorts(context: CommandContext): FindExecutionsPorts {
  const { machines, findRecording, readItems } = makeOperatorPorts(context);
  return {
    ...makeExecutionPorts(context),
    machines,
    findRecording: async (typed) => (await findRecording(typed)).location,
    lastRuns: async (recording) => {
      const items = await readItems(recording);
      return [...new Set(items.flatMap(({ executionArn }) => executionArn ?? []))];
    },
  };
}
