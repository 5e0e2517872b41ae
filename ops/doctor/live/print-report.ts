/** The report as a person reads it, to attach to a bug as it stands. */
import type { Mark, Output } from '../../terminal/output.ts';
import { clockText } from '../../terminal/quantities.ts';
import type { Column } from '../../terminal/table.ts';
import { centsText } from './cost.ts';
import type { Fact, FactName, LiveReport, LiveStep } from './report.ts';

type Prints = Pick<Output, 'line' | 'table'>;

/** Prints it. */
export function printReport(report: LiveReport, output: Prints): void {
  printHead(report, output);
  output.line('');
  output.table(stepColumns, report.steps);
  output.line('');
  for (const fact of report.facts) printFact(fact, output);
  const { cleanUp } = report;
  output.line(`Cost     about ${centsText(report.costUsd)}, by list prices`);
  output.line(`Cleanup  ${cleanUp.state}: ${cleanUp.found}`, cleanUp.state === 'incomplete' ? 'bad' : undefined);
  for (const remaining of cleanUp.remains) output.line(`         ${remaining}`);
}

function printHead({ recording, functionVersions, ...report }: LiveReport, { line }: Prints): void {
  line(
    `doctor --live of ${report.madeAt}: ivs-recordings ${report.version}, Node ${report.node}, ${report.region}, account ${report.account}`,
    'strong',
  );
  if (report.notAws !== undefined)
    line(
      `NOT AWS: ${report.notAws} answered. What follows tells what that did, and settles nothing of AWS.`,
      'warning',
    );
  line(`Sample     s3://${recording.bucket}/${recording.prefix}, ${clockText(recording.durationMs / 1000, 3)}`);
  const versions = Object.entries(functionVersions).map(([state, version]) => `${state} ${version}`);
  line(`Functions  ${versions.join(', ') || 'not known'}`);
}

const marks: Readonly<Record<LiveStep['verdict'], Mark>> = { ok: 'good', failed: 'bad', skipped: 'faint' };

const stepColumns: readonly Column<LiveStep>[] = [
  { title: 'Step', text: ({ step }) => step },
  { title: 'Verdict', text: ({ verdict }) => verdict, mark: ({ verdict }) => marks[verdict] },
  { title: 'Seconds', text: ({ seconds }) => seconds?.toFixed(1) ?? '', isRight: true },
  { title: 'Found', text: ({ found }) => found },
];

const questions: Readonly<Record<FactName, string>> = {
  'passthrough-rendition-playlist': 'Does MediaConvert’s passthrough take IVS’s playlist of a rendition?',
  'passthrough-multivariant-playlist': 'Does it take IVS’s multivariant playlist?',
  'create-job-sync-result': 'What does createJob.sync return?',
  'failed-job-error-name': 'Which name does a failed job’s error have?',
};

const answerMarks: Readonly<Record<Fact['answer'], Mark>> = {
  yes: 'good',
  told: 'good',
  no: 'warning',
  'not settled': 'faint',
};

function printFact({ fact, answer, found, how, shape }: Fact, { line }: Prints): void {
  line(`${questions[fact]} (${fact})`, 'strong');
  line(`  ${answer === 'told' ? found : `${answer}: ${found}`}`, answerMarks[answer]);
  if (shape !== undefined) line(`  ${JSON.stringify(shape)}`, 'faint');
  if (answer !== 'not settled') line(`  By ${how}.`, 'faint');
  line('');
}
