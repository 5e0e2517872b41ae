/** `doctor`, declared. */
import type { Command } from 'commander';
import type { Act } from '../frame/act.ts';
import { makeDoctorPorts } from './aws-ports.ts';
import { examine } from './examine.ts';
import { demandNoLiveOptions, type LiveOptions } from './live/live-options.ts';

const notes = `
Without --live it reads, and changes nothing. What you may not read is unknown,
and no fault; the permission that is missing is named. AWS’s managed policy
ReadOnlyAccess is made for such a look; the policy for operators does not allow
all of it.

Exit code 1 when there is a fault; warnings and unknowns alone are 0.

With --live it says what it will do and what that costs, and asks. It puts the
sample recording under a prefix of its own (channel DoctorLive), waits for
playback and for one export by each engine, has a MediaConvert job of yours read
the multivariant playlist and an export of garbage fail, reports, and removes
all of it, also after Ctrl-C. The report is fit for a bug: the account is
masked. What one that was killed has left: recordings list --channel DoctorLive,
then delete. Exit code 1 when a part failed, or something could not be removed;
a fact that is not settled is no failure.

--live is the administrator’s: besides what run --follow and delete need, it
takes s3:PutObject on the recordings, states:DescribeStateMachine and
states:StopExecution, lambda:GetFunctionConfiguration,
sns:ListSubscriptionsByTopic, mediaconvert:CreateJob, mediaconvert:GetJob and
mediaconvert:CancelJob on all jobs, and iam:PassRole of the MediaConvert role.`;

/** Adds `doctor`. */
export function declareDoctor(program: Command, act: Act): void {
  program
    .command('doctor')
    .description('Check a deployment from end to end, and say what to do about each fault.')
    .option('--live', 'put the sample recording through it instead; costs cents')
    .option('--channel <arn>', 'with --live: whose recording the sample passes for')
    .option('--keep', 'with --live: remove nothing')
    .option('--report <file>', 'with --live: write the report there as well')
    .addHelpText('after', notes)
    .action(
      act<LiveOptions>(async (context, { options }) => {
        if (options.live === true) return (await loadLive()).doctorLive(options, context);
        demandNoLiveOptions(options);
        return examine(makeDoctorPorts(context), context);
      }),
    );
}

/** Each command loads this file: what `--live` alone needs, some 35 files, waits until it is asked for. */
const loadLive = () => import('./live/doctor-live.ts');
