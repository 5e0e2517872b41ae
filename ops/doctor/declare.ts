/** `doctor`, declared. */
import type { Command } from 'commander';
import type { Act } from '../frame/act.ts';
import { makeDoctorPorts } from './aws-ports.ts';
import { examine } from './examine.ts';

const notes = `
It reads, and changes nothing. What you may not read is unknown, and no fault;
the permission that is missing is named. AWS’s managed policy ReadOnlyAccess is
made for such a look; the policy for operators does not allow all of it.

Exit code 1 when there is a fault; warnings and unknowns alone are 0.`;

/** Adds `doctor`. */
export function declareDoctor(program: Command, act: Act): void {
  program
    .command('doctor')
    .description('Check a deployment from end to end, and say what to do about each fault.')
    .addHelpText('after', notes)
    .action(act(async (context) => examine(makeDoctorPorts(context), context)));
}
