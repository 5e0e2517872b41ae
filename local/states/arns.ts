import { StatesApiError } from './errors.ts';

/** The parts of a state machine's or an execution's ARN. */
export interface StatesArn {
  readonly kind: 'stateMachine' | 'execution';
  readonly machineName: string;
  /** Only of an execution. */
  readonly executionName: string | undefined;
}

const ARN = /^arn:[\w-]+:states:[a-z0-9-]+:\d{12}:(?:stateMachine:([^:]+)|execution:([^:]+):([^:]+))$/;

/**
 * Takes an ARN apart.
 * @throws StatesApiError `InvalidArn` when it is no ARN of the kind that is asked for
 */
export function parseStatesArn(arn: string, kind: StatesArn['kind']): StatesArn {
  const [, machine, executionMachine, executionName] = ARN.exec(arn) ?? [];
  if (kind === 'stateMachine' && machine !== undefined) return { kind, machineName: machine, executionName: undefined };
  if (kind === 'execution' && executionMachine !== undefined) {
    return { kind, machineName: executionMachine, executionName };
  }
  throw new StatesApiError(
    'InvalidArn',
    `Invalid Arn: '${arn}' is not the ARN of ${kind === 'execution' ? 'an execution' : 'a state machine'}`,
  );
}

/** The ARN of an execution of a state machine. */
export function executionArnOf(machineArn: string, executionName: string): string {
  return `${machineArn.replace(':stateMachine:', ':execution:')}:${executionName}`;
}

// Brackets, wildcards, the special characters of the API's reference, white space and control characters.
const FORBIDDEN = /[<>{}[\]?*"#%\\^|~`$&,;:/\s\p{Cc}]/u;

/**
 * Checks the name of an execution or a state machine.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 * @throws StatesApiError `InvalidName`
 */
export function checkName(name: string): void {
  if (name.length === 0 || name.length > 80 || FORBIDDEN.test(name)) {
    throw new StatesApiError('InvalidName', `Invalid Name: '${name}'`);
  }
}
