/** What it means for a check that a call failed. */
import { describeError } from '../frame/describe-error.ts';
import { OperationRefusedError } from '../frame/operator-errors.ts';
import { type Finding, fault, unknown } from './check.ts';

/** As the services word it, each in its way. */
const denials = [
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'AuthorizationErrorException',
  'ForbiddenException',
];

const absences = [
  'NoSuchBucket',
  'NoSuchDistribution',
  'NotFoundException',
  'QueueDoesNotExist',
  'ResourceNotFoundException',
  'StateMachineDoesNotExist',
];

/** Of emulations: AWS has every operation that is asked here. */
const missingOperations = ['InvalidAction', 'NotImplemented', 'UnknownOperationException'];

/** @param actions IAM's actions that the calls need */
export function judgeError(error: unknown, actions: readonly string[]): Finding {
  const { name, message } = describeError(error);
  if (error instanceof OperationRefusedError) return unknown('An output that this needs is missing.', message);
  if (denials.includes(name)) return unknown(message, `Allow yourself ${actions.join(' and ')}, and look again.`);
  if (absences.includes(name))
    return fault(
      message,
      'The stacks’ outputs name it. Was it deleted by hand, or is --region or --profile of another account?',
    );
  if (missingOperations.includes(name))
    return unknown(message, 'What answers is not AWS itself, which alone can tell.');
  return unknown(message, 'Look again; --debug tells more when the whole command fails.');
}
