/**
 * CloudFormation's intrinsic functions, as far as our templates use them.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 */

/** A template uses something that the local system does not know. The message names it. */
export class TemplateUnsupportedError extends Error {
  override readonly name = 'TemplateUnsupportedError';
}

/** Where references lead: resources, parameters and pseudo parameters of one stack, and other stacks' exports. */
export interface References {
  ref(logicalId: string): unknown;
  attribute(logicalId: string, attributeName: string): unknown;
  importValue(exportName: string): unknown;
}

type Resolve = (value: unknown) => unknown;
type IntrinsicFunction = (argument: unknown, references: References, resolve: Resolve) => unknown;

/** Whether the value is a plain JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown, where: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TemplateUnsupportedError(`${where} needs a string and got ${JSON.stringify(value)?.slice(0, 200)}.`);
}

function list(value: unknown, where: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw new TemplateUnsupportedError(`${where} needs a list and got ${JSON.stringify(value)?.slice(0, 200)}.`);
}

function getAtt(argument: unknown, references: References): unknown {
  const [logicalId = '', ...rest] =
    typeof argument === 'string'
      ? argument.split('.')
      : list(argument, 'Fn::GetAtt').map((part) => text(part, 'Fn::GetAtt'));
  return references.attribute(logicalId, rest.join('.'));
}

function sub(argument: unknown, references: References, resolve: Resolve): string {
  const [template, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const values = isObject(variables) ? variables : {};
  return text(template, 'Fn::Sub').replaceAll(/\$\{(!?)([^}]+)\}/g, (whole, bang: string, name: string) => {
    if (bang === '!') return `\${${name}}`;
    if (name in values) return text(resolve(values[name]), whole);
    const value = name.includes('.') ? getAtt(name, references) : references.ref(name);
    return text(value, whole);
  });
}

const intrinsicFunctions: Record<string, IntrinsicFunction> = {
  Ref: (argument, references) => references.ref(text(argument, 'Ref')),
  'Fn::GetAtt': getAtt,
  'Fn::Sub': sub,
  'Fn::ImportValue': (argument, references, resolve) =>
    references.importValue(text(resolve(argument), 'Fn::ImportValue')),
  'Fn::Join': (argument, _references, resolve) => {
    const [separator, parts] = list(argument, 'Fn::Join');
    return list(resolve(parts), 'Fn::Join')
      .map((part) => text(part, 'Fn::Join'))
      .join(text(separator, 'Fn::Join'));
  },
  'Fn::Select': (argument, _references, resolve) => {
    const [index, values] = list(argument, 'Fn::Select');
    const value = list(resolve(values), 'Fn::Select')[Number(resolve(index))];
    if (value !== undefined) return value;
    throw new TemplateUnsupportedError(`Fn::Select finds nothing at ${JSON.stringify(argument)}.`);
  },
  'Fn::Split': (argument, _references, resolve) => {
    const [separator, value] = list(argument, 'Fn::Split');
    return text(resolve(value), 'Fn::Split').split(text(separator, 'Fn::Split'));
  },
};

/** Replaces every intrinsic function in a JSON value by what it stands for. */
export function resolveIntrinsics(value: unknown, references: References): unknown {
  const resolve: Resolve = (inner) => resolveIntrinsics(inner, references);
  if (Array.isArray(value)) return value.map(resolve);
  if (!isObject(value)) return value;
  const [key = '', ...more] = Object.keys(value);
  const intrinsic = more.length === 0 ? intrinsicFunctions[key] : undefined;
  if (intrinsic !== undefined) return intrinsic(value[key], references, resolve);
  if (more.length === 0 && (key.startsWith('Fn::') || key === 'Condition')) {
    throw new TemplateUnsupportedError(`The template uses ${key}, which the local system does not know.`);
  }
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, resolve(inner)]));
}
