/** `npm run security-page`: writes the tables of docs/security.md from the app and its templates. A test compares. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import * as z from 'zod/mini';
import { RecordingsApp } from '../infra/recordings-app.ts';
import { root } from './run-command.ts';
import { type Admission, admissionsOf } from './security-page/admissions.ts';
import { type Grant, type Principal, principalsOf } from './security-page/principals.ts';
import { withWrittenPart } from './written-part.ts';

export const securityPageFile = path.join(root, 'docs/security.md');

const part = {
  page: 'docs/security.md',
  begin: '<!-- Written by `npm run security-page`; change the app, not these tables. -->',
  end: '<!-- End of what is written. -->',
} as const;

/**
 * The app with every default and every part that is off by default, with what `config` says besides, and code that needs
 * no build: code grants nothing.
 */
export function defaultApp<T>(use: (app: RecordingsApp) => T, config: object = {}): T {
  const cdkJson = z.object({ context: z.record(z.string(), z.unknown()) });
  const { context } = cdkJson.parse(JSON.parse(readFileSync(path.join(root, 'cdk.json'), 'utf8')));
  const outdir = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-security-'));
  const code = () => Code.fromInline('exports.handler = async () => {};');
  const ivsRecordings = {
    api: { enabled: true },
    page: { enabled: true },
    retention: { thumbnails: { expireAfterDays: 30 } },
    ...config,
  };
  try {
    return use(new RecordingsApp({ context: { ...context, ivsRecordings }, outdir, code }));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** The page with its tables as the app has them now. */
export const securityPage = (page: string): string =>
  withWrittenPart(page, part, `${tables()}\n${defaultApp(keyTable, { encryption: { key: 'create' } })}`);

const tables = (): string =>
  defaultApp((app) => {
    const admissions = [app.storage, app.pipeline].flatMap((stack) => admissionsOf(Template.fromStack(stack).toJSON()));
    return [
      '### Roles and policies\n',
      '| principal | what it is for | may | on | why a pattern |',
      '|---|---|---|---|---|',
      ...principalsOf(app).flatMap(principalRows),
      '\n### Whom resources admit\n',
      '| principal | may | on | if |',
      '|---|---|---|---|',
      ...distinct(admissions.map(admissionRow)),
      '',
    ].join('\n');
  });

/** What each may do with a key of the deployment's own, by way of which services. */
const keyTable = (app: RecordingsApp): string =>
  [
    '### With `encryption.key`\n',
    'Besides, on that key alone:\n',
    '| principal | by way of | may |',
    '|---|---|---|',
    ...principalsOf(app).flatMap(({ name, grants }) =>
      grants
        .map(({ actions, conditions = '' }) => ({
          actions,
          service: /"kms:ViaService":"(\w+)\./.exec(conditions)?.[1],
        }))
        .filter(({ service }) => service !== undefined)
        .map(({ actions, service }, index) => row([index === 0 ? `**${name}**` : '', `${service}`, codes(actions)])),
    ),
    '',
  ].join('\n');

const principalRows = ({ name, takenBy, purpose, grants }: Principal): string[] =>
  grants.map((grant, index) =>
    row(index === 0 ? [`**${name}**<br>${takenBy}`, purpose] : ['', ''], [
      codes(grant.actions),
      codes(grant.resources) + conditionText(grant),
      grant.patternReason ?? '',
    ]),
  );

const conditionText = ({ conditions }: Grant): string => (conditions === undefined ? '' : `<br>if \`${conditions}\``);

const admissionRow = ({ who, actions, on, condition }: Admission): string =>
  row([`\`${who}\``], [codes(actions), codes([on]), condition === '' ? '' : codes([condition])]);

const row = (...cells: readonly (readonly string[])[]): string =>
  `| ${cells
    .flat()
    .map((cell) => cell.replaceAll('|', '\\|'))
    .join(' | ')} |`;

const codes = (texts: readonly string[]): string => texts.map((text) => `\`${text}\``).join('<br>');

const distinct = (rows: readonly string[]): string[] => [...new Set(rows)];

if (import.meta.main) writeFileSync(securityPageFile, securityPage(readFileSync(securityPageFile, 'utf8')));
