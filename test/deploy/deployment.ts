/** The CDK's own `synth`, `bootstrap` and `deploy`, as a user types them, against an endpoint. */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/run-command.ts';
import { accountId, cliEnvironment, region } from './emulator/account.ts';

/** Stack outputs by name. */
export type Outputs = Readonly<Record<string, string>>;

/** One resource or output that was taken out of a template. */
export interface LeftOut {
  readonly stackName: string;
  readonly what: string;
}

interface TemplateFile {
  Resources: Record<string, { Type: string }>;
  Outputs: Record<string, unknown>;
}

/** The command line in a folder of its own: the CLI remembers there which account a key belongs to. */
export class CdkCommandLine {
  readonly #directory: string;
  readonly #environment: Record<string, string>;
  readonly #assembly: string;

  constructor(directory: string, url: string) {
    this.#directory = directory;
    this.#assembly = path.join(directory, 'cdk.out');
    this.#environment = {
      PATH: `${path.join(root, 'node_modules', '.bin')}${path.delimiter}${process.env.PATH ?? ''}`,
      HOME: directory,
      CDK_HOME: path.join(directory, 'cdk-home'),
      ...cliEnvironment(url),
    };
  }

  async synthesize(configuration: object): Promise<void> {
    // The templates are validated by `npm run validate`; loading the rules takes 4 s.
    const environment = { CDK_VALIDATION: 'false' };
    const context = `ivsRecordings=${JSON.stringify(configuration)}`;
    await this.#cdk(['synth', '--quiet', '--output', this.#assembly, '--context', context], environment);
  }

  /** Takes resources of these types out of the synthesized templates, with the outputs that name them. */
  leaveOut(types: readonly string[]): LeftOut[] {
    const manifest = JSON.parse(readFileSync(path.join(this.#assembly, 'manifest.json'), 'utf8')) as {
      artifacts: Record<string, { type: string; properties?: { templateFile?: string } }>;
    };
    return Object.entries(manifest.artifacts).flatMap(([stackName, { type, properties }]) =>
      type === 'aws:cloudformation:stack' && properties?.templateFile !== undefined
        ? leaveOutOf(path.join(this.#assembly, properties.templateFile), types).map((what) => ({ stackName, what }))
        : [],
    );
  }

  async bootstrap(): Promise<void> {
    await this.#cdk(['bootstrap', ...this.#app(), `aws://${accountId}/${region}`]);
  }

  /** Deploys every stack and gives the outputs of all. */
  async deploy(): Promise<Outputs> {
    const outputsFile = path.join(this.#directory, 'outputs.json');
    await this.#cdk(['deploy', ...this.#app(), '--all', '--require-approval', 'never', '--outputs-file', outputsFile]);
    const stacks = JSON.parse(readFileSync(outputsFile, 'utf8')) as Record<string, Outputs>;
    return Object.assign({}, ...Object.values(stacks));
  }

  #app(): string[] {
    return ['--app', this.#assembly, '--no-notices', '--ci'];
  }

  /** Runs the CLI quietly; its output is in the error when it fails. */
  async #cdk(args: readonly string[], environment: Record<string, string> = {}): Promise<void> {
    const child = spawn('cdk', args, {
      cwd: root,
      env: { ...this.#environment, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    const exitCode = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
    if (exitCode !== 0) throw new Error(`cdk ${args.join(' ')} ended with ${exitCode}:\n${output}`);
  }
}

function leaveOutOf(templateFile: string, types: readonly string[]): string[] {
  const template = JSON.parse(readFileSync(templateFile, 'utf8')) as TemplateFile;
  const leftOut: string[] = [];
  for (const [id, { Type }] of Object.entries(template.Resources)) {
    if (!types.includes(Type)) continue;
    delete template.Resources[id];
    leftOut.push(`${Type} ${id}`);
    for (const [name, output] of Object.entries(template.Outputs)) {
      if (!JSON.stringify(output).includes(`"${id}"`)) continue;
      delete template.Outputs[name];
      leftOut.push(`its output ${name}`);
    }
  }
  if (leftOut.length > 0) writeFileSync(templateFile, JSON.stringify(template));
  return leftOut;
}
