import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { runbookSections } from '../../infra/constructs/runbook-alarm.ts';
import { stepErrors } from '../../lambdas/shared/contract/errors.ts';

const root = path.resolve(import.meta.dirname, '../..');
const runbook = readFileSync(path.join(root, 'docs/runbook.md'), 'utf8');
const sections = new Map(
  runbook
    .split(/^### /m)
    .slice(1)
    .map((text) => [text.slice(0, text.indexOf('\n')), text]),
);
const parts = ['Users see', 'It means', 'Press', 'It worked when'];

test('there is a section for each alarm and each registered error, and for nothing else', () => {
  expect([...sections.keys()].sort()).toEqual([...runbookSections, ...Object.keys(stepErrors)].sort());
});

test.each([...sections])(
  '%s says what users see, what it means, what to press, and how to know that it worked',
  (_name, text) => {
    const labels = [...text.matchAll(/^- \*\*(.+?)\*\*: (\S.{8,})$/gm)].map(([, label]) => label);

    expect(labels).toEqual(parts);
  },
);

test('each link inside the repository leads to a file, and to a heading of it', () => {
  const links = [...runbook.matchAll(/\]\((?!https:)([^)#]*)(?:#([^)]+))?\)/g)];

  const broken = links.filter(([, file, anchor]) => {
    const text = file === '' ? runbook : readFileSync(path.join(root, 'docs', file ?? ''), 'utf8');
    const anchors = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-'),
    );
    return anchor !== undefined && !anchors.includes(anchor);
  });

  expect(links.length).toBeGreaterThan(5);
  expect(broken).toEqual([]);
});
