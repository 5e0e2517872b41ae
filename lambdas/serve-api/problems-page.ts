import { problems } from '../shared/contract/api.ts';

/** A small page to which the `type` of every problem leads. */
export function problemsPage(): string {
  const entries = Object.entries(problems).map(
    ([name, { status, title, explanation }]) =>
      `<h2 id="${name}">${title}</h2>\n<p><code>${name}</code>, status ${status}</p>\n<p>${explanation}</p>`,
  );
  return [
    '<!doctype html>',
    '<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    '<title>Problems that the API answers with</title>',
    '<h1>Problems that the API answers with</h1>',
    ...entries,
    '</html>\n',
  ].join('\n');
}
