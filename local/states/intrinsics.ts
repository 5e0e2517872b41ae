import { runtimeFailure } from './errors.ts';
import { INTRINSIC_FUNCTIONS, intrinsicFailure, withoutBackslashes } from './intrinsic-functions.ts';
import { type IntrinsicExpression, parseIntrinsic } from './intrinsic-parser.ts';
import type { Json } from './json.ts';
import { type PathScope, valueAt } from './reference-path.ts';

/**
 * Evaluates an intrinsic function of a payload template.
 * @throws StateFailedError `States.IntrinsicFailure` for arguments it cannot use, `States.Runtime` for an absent path.
 */
export function evaluateIntrinsic(text: string, scope: PathScope): Json {
  return evaluate(parseIntrinsic(text), scope, text);
}

function evaluate(expression: IntrinsicExpression, scope: PathScope, text: string): Json {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'text':
      return withoutBackslashes(expression.raw);
    case 'path': {
      const value = valueAt(expression.path, scope);
      if (value !== undefined) return value;
      throw runtimeFailure(
        `The function '${text}' had the following error: The JsonPath argument for the field '${expression.path.text}' could not be found in the input '${JSON.stringify(scope.input)}'`,
      );
    }
    case 'call':
      return call(expression.name, expression.arguments, scope, text);
  }
}

function call(name: string, args: readonly IntrinsicExpression[], scope: PathScope, text: string): Json {
  const intrinsic = INTRINSIC_FUNCTIONS.get(name);
  if (intrinsic === undefined) throw intrinsicFailure(`There is no function ${name}.`);
  // States.Format needs its literal template with the backslashes still on, to tell \{ from {.
  const values = args.map((argument, index) =>
    name === 'States.Format' && index === 0 && argument.kind === 'text'
      ? argument.raw
      : evaluate(argument, scope, text),
  );
  return intrinsic.run(values);
}

/** What is wrong with the text as an intrinsic function that we have, or undefined. For checks at load. */
export function intrinsicProblem(expression: IntrinsicExpression): string | undefined {
  if (expression.kind !== 'call') return undefined;
  const known = INTRINSIC_FUNCTIONS.get(expression.name);
  if (known === undefined) return `the function ${expression.name} is not supported.`;
  const [least, most] = known.arity;
  const count = expression.arguments.length;
  if (count < least || count > most) return `${expression.name} takes ${least} arguments, found ${count}.`;
  return expression.arguments.map(intrinsicProblem).find((problem) => problem !== undefined);
}
