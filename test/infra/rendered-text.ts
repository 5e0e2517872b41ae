/** Writes a value of a template as a person would read it: `<Logs.Arn>` for what CloudFormation fills in. */
import type { SynthesizedApp } from './synthesized-app.ts';

/** `Catalog` of the logical id `Catalog0B1C2D3E`. */
export const withoutHash = (logicalId: string) => logicalId.replace(/[0-9A-F]{8}$/, '');

/** Renders values of one app, imports by what the storage stack exports under the name. */
export function renderer(app: SynthesizedApp): (value: unknown) => string {
  const render = (value: unknown): string => {
    if (typeof value !== 'object' || value === null) return String(value);
    const [name, operand] = Object.entries(value)[0] ?? [];
    if (name === 'Ref') return `<${withoutHash(String(operand))}>`.replace('<AWS::Partition>', 'aws');
    if (name === 'Fn::GetAtt') return `<${withoutHash(operand[0])}.${operand[1]}>`;
    if (name === 'Fn::Join') return operand[1].map(render).join(operand[0]);
    if (name === 'Fn::ImportValue') return render(exportedValue(app, operand)).replace('<', '<storage ');
    throw new Error(`cannot render ${JSON.stringify(value)}`);
  };
  return render;
}

function exportedValue({ storage }: SynthesizedApp, name: string): unknown {
  const output = Object.values(storage.Outputs).find(({ Export }) => Export?.Name === name);
  if (output === undefined) throw new Error(`storage exports no ${name}`);
  return output.Value;
}
