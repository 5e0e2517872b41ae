import { describe, expect, test } from '@jest/globals';
import { makeOutput } from '../../../../ops/terminal/output.ts';
import { showBar, showWait } from '../../../../ops/terminal/progress-bar.ts';
import { keepingOutput, keepingStream } from '../keeping-output.ts';

const columns = [
  { title: 'Name', text: ({ name }: { name: string }) => name, mark: () => 'good' as const },
  { title: 'Size', text: ({ name }: { name: string }) => String(name.length), isRight: true },
];

test('results go to standard output, everything else to standard error', () => {
  const { output, stdout, stderr } = keepingOutput();

  output.line('result');
  output.jsonLine({ for: 'a program' });
  output.note('plan');
  output.trouble('bad');

  expect([stdout(), stderr()]).toEqual(['result\n', 'plan\nbad\n']);
});

test('with --json nothing for a person is on standard output', () => {
  const { output, stdout, stderr } = keepingOutput(true);

  output.line('result');
  output.table(columns, [{ name: 'a' }]);
  output.jsonLine({ name: 'a\u001b' });
  output.json({ all: 1 });
  output.noteTable(columns, [{ name: 'a' }]);

  expect([stdout(), stderr(), output.result]).toEqual([
    '{"name":"a\\u001b"}\n',
    'Name  Size\na        1\n',
    { all: 1 },
  ]);
});

describe('a table', () => {
  test('has its columns under their titles, and wide characters as wide as they are', () => {
    const { output, stdout } = keepingOutput();

    output.table(columns, [{ name: 'stage' }, { name: '放送' }, { name: '' }]);

    expect(stdout()).toBe('Name   Size\nstage     5\n放送      2\n          0\n');
  });

  test('lets nothing from outside act upon the terminal or break a row', () => {
    const { output, stdout } = keepingOutput();

    output.table(columns, [{ name: 'a\nb\u001b[2J\u202e' }]);

    expect(stdout()).toBe('Name                      Size\na\\u{a}b\\u{1b}[2J\\u{202e}     8\n');
  });
});

test('colors are on a terminal only, and only where they are wanted', () => {
  const printed = [true, false].flatMap((isColorWanted) =>
    [true, false].map((isTerminal) => {
      const [stdout, stderr] = [keepingStream(isTerminal), keepingStream(isTerminal)];
      const output = makeOutput({ stdout: stdout.stream, stderr: stderr.stream }, { isJson: false, isColorWanted });
      output.line('done', 'good');
      output.table(columns, [{ name: 'a' }]);
      return stdout.text();
    }),
  );

  const plain = 'done\nName  Size\na        1\n';
  expect(printed).toEqual([expect.stringContaining('\u001b[32mdone\u001b[39m\n'), plain, plain, plain]);
});

test('a bar is on a terminal only, without what a name from outside would do there', () => {
  const [terminal, file] = [keepingStream(true), keepingStream(false)];

  for (const { stream } of [terminal, file]) {
    const bar = showBar(stream, 2);
    bar.show(1, 'evil\u001b]0;\u0007');
    bar.stop();
    showWait(stream, () => 0).stop();
  }

  expect(file.text()).toBe('');
  expect(terminal.text()).toContain('1 of 2  evil\\u{1b}]0;\\u{7}');
});
