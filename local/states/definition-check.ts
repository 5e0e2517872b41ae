import { checkMapMode } from './check-map-mode.ts';
import type { State } from './definition.ts';
import { DefinitionUnsupportedError } from './errors.ts';
import { IntrinsicSyntaxError, parseIntrinsic } from './intrinsic-parser.ts';
import { intrinsicProblem } from './intrinsics.ts';
import { isObject, type Json } from './json.ts';
import { parseReferencePath } from './reference-path.ts';

/** Refuses a state for one of its fields. */
export type Report = (field: string, problem: string) => never;

/**
 * Checks what the schema cannot: where a state leads, its paths, its intrinsic functions, its error names.
 * @throws DefinitionUnsupportedError
 */
export function checkState(name: string, state: State, states: ReadonlySet<string>): void {
  const report: Report = (field, problem) => {
    throw new DefinitionUnsupportedError(name, field, problem);
  };
  checkTargets(state, states, report);
  for (const field of ['InputPath', 'OutputPath', 'ItemsPath', 'ToleratedFailureCountPath', 'SecondsPath'] as const) {
    const path = field in state ? Reflect.get(state, field) : undefined;
    if (typeof path === 'string') checkPath(path, field, report);
  }
  for (const field of ['Parameters', 'ResultSelector', 'ItemSelector'] as const) {
    checkTemplate(field in state ? Reflect.get(state, field) : undefined, field, report);
  }
  if (state.Type === 'Map') {
    checkTemplate(state.ItemReader?.Parameters, 'ItemReader.Parameters', report);
    checkMapMode(state, report);
  }
  if ('ResultPath' in state) checkResultPath(state.ResultPath, 'ResultPath', report);
  if ('Retry' in state) checkErrorNames(state.Retry ?? [], 'Retry', report);
  if ('Catch' in state) {
    checkErrorNames(state.Catch ?? [], 'Catch', report);
    state.Catch?.forEach((catcher, index) => {
      checkResultPath(catcher.ResultPath, `Catch[${index}].ResultPath`, report);
    });
  }
}

function checkTargets(state: State, states: ReadonlySet<string>, report: Report): void {
  const target = (field: string, next: string | undefined) => {
    if (next !== undefined && !states.has(next)) report(field, `there is no state '${next}' to go to.`);
  };
  switch (state.Type) {
    case 'Succeed':
    case 'Fail':
      return;
    case 'Choice':
      state.rules.forEach(({ next }, index) => {
        target(`Choices[${index}].Next`, next);
      });
      target('Default', state.Default);
      return;
    default:
      if ((state.Next === undefined) === (state.End === undefined)) report('Next', 'it needs either Next or End.');
      target('Next', state.Next);
      if ('Catch' in state) {
        state.Catch?.forEach(({ Next }, index) => {
          target(`Catch[${index}].Next`, Next);
        });
      }
  }
}

function checkPath(text: string, field: string, report: Report): void {
  if (parseReferencePath(text) === undefined) {
    report(field, `'${text}' is not supported: only reference paths such as $.a.b[0] and $$.Execution.Name are.`);
  }
}

function checkResultPath(text: string | null | undefined, field: string, report: Report): void {
  if (typeof text !== 'string') return;
  checkPath(text, field, report);
  if (text.startsWith('$$')) report(field, 'a result cannot be written into the context object.');
}

function checkTemplate(template: Json | undefined, at: string, report: Report): void {
  if (Array.isArray(template)) {
    template.forEach((element, index) => {
      checkTemplate(element, `${at}[${index}]`, report);
    });
    return;
  }
  if (!isObject(template)) return;
  for (const [key, value] of Object.entries(template)) {
    if (!key.endsWith('.$')) {
      checkTemplate(value, `${at}.${key}`, report);
      continue;
    }
    if (Object.hasOwn(template, key.slice(0, -2)))
      report(`${at}.${key}`, 'the same field is given twice, once with .$');
    if (typeof value !== 'string')
      report(`${at}.${key}`, 'a field ending in .$ needs a path or an intrinsic function.');
    else if (value.startsWith('$')) checkPath(value, `${at}.${key}`, report);
    else checkIntrinsic(value, `${at}.${key}`, report);
  }
}

function checkIntrinsic(text: string, field: string, report: Report): void {
  try {
    const problem = intrinsicProblem(parseIntrinsic(text));
    if (problem !== undefined) report(field, problem);
  } catch (error) {
    if (!(error instanceof IntrinsicSyntaxError)) throw error;
    report(field, error.message);
  }
}

function checkErrorNames(handlers: readonly { ErrorEquals: string[] }[], field: string, report: Report): void {
  handlers.forEach(({ ErrorEquals }, index) => {
    if (!ErrorEquals.includes('States.ALL')) return;
    const at = `${field}[${index}].ErrorEquals`;
    if (ErrorEquals.length > 1) report(at, 'States.ALL must stand alone.');
    if (index < handlers.length - 1) report(at, 'States.ALL must come last.');
  });
}
