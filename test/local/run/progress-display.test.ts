import { afterEach, describe, expect, test } from '@jest/globals';
import { type DisplayTarget, ProgressDisplay } from '../../../local/run/progress-display.ts';
import type { HistoryEvent } from '../../../local/states/history-event.ts';

const processArn = 'arn:aws:states:us-west-2:000000000000:execution:Stack-ProcessRecording:c-r';
const exportArn = 'arn:aws:states:us-west-2:000000000000:execution:Stack-ExportRecording:c-r-archive';
const start = Date.parse('2026-06-23T20:12:41.000Z');

const makeEvent = (atMs: number, details: Partial<HistoryEvent>): HistoryEvent => ({
  id: 1,
  previousEventId: 0,
  timestamp: new Date(start + atMs).toISOString(),
  type: 'Something',
  ...details,
});
const entered = (atMs: number, name: string) => makeEvent(atMs, { stateEnteredEventDetails: { name } });
const exited = (atMs: number, name: string) => makeEvent(atMs, { stateExitedEventDetails: { name } });

let display: ProgressDisplay;
afterEach(() => display.stop());

/** A display and what it has written so far. */
function makeDisplay(target: Omit<DisplayTarget, 'write'> = {}, now = () => start) {
  let written = '';
  const write = (text: string) => {
    written += text;
  };
  display = new ProgressDisplay({ ...target, write }, now);
  return { show: display.show.bind(display), line: display.line.bind(display), written: () => written };
}

describe('in a pipe', () => {
  test('each state is a line when it is entered and one with its duration when it is left', () => {
    const { show, written } = makeDisplay();

    show(processArn, entered(0, 'ValidateRecording'));
    show(processArn, exited(1230, 'ValidateRecording'));
    show(exportArn, entered(1300, 'PlanExport'));

    expect(written().split('\n')).toEqual([
      '    process         ValidateRecording entered',
      '  ✓ process         ValidateRecording           1.23 s',
      '    export archive  PlanExport entered',
      '',
    ]);
  });

  test('the engine that was planned is told with its reason', () => {
    const { show, written } = makeDisplay();
    const output = JSON.stringify({ plan: { engine: 'remux', engineReason: 'the frames can be carried' } });

    show(exportArn, entered(0, 'PlanExport'));
    show(exportArn, makeEvent(10, { stateExitedEventDetails: { name: 'PlanExport', output } }));
    show(exportArn, entered(11, 'WhichEngine?'));
    show(exportArn, makeEvent(12, { stateExitedEventDetails: { name: 'WhichEngine?', output } }));

    expect(written().split('\n').slice(1, 4)).toEqual([
      '  ✓ export archive  PlanExport                  0.01 s',
      '                    remux: the frames can be carried',
      '    export archive  WhichEngine? entered',
    ]);
    expect(written().match(/remux:/g)).toHaveLength(1);
  });

  test('why an export is held back is told', () => {
    const { show, written } = makeDisplay();
    const held = { announcement: { message: { hold: { message: 'The day is full.' } } } };

    show(exportArn, entered(0, 'RegisterHold'));
    show(
      exportArn,
      makeEvent(10, { stateExitedEventDetails: { name: 'RegisterHold', output: JSON.stringify({ held }) } }),
    );

    expect(written()).toContain('\n                    held: The day is full.\n');
  });

  test('two exports at once are told apart by their names, without what stands for their parent', () => {
    const { show, written } = makeDisplay();

    show(exportArn, entered(0, 'PlanExport'));
    show(exportArn.replace('archive', 'social-0a1b2c3d'), entered(1, 'PlanExport'));

    expect(written().split('\n').slice(0, 2)).toEqual([
      '    export archive  PlanExport entered',
      '    export social   PlanExport entered',
    ]);
  });

  test('states of one name in two iterations are told apart', () => {
    const { show, written } = makeDisplay();

    show(processArn, entered(0, 'StartExport'));
    show(processArn, entered(10, 'StartExport'));
    show(processArn, exited(20, 'StartExport'));
    show(processArn, exited(40, 'StartExport'));

    expect(written().match(/✓ .*/g)).toHaveLength(2);
  });

  test('a failure that is tried again is a line with its reason, so that nothing looks as if it hung', () => {
    const { show, written } = makeDisplay();
    const cause = JSON.stringify({ errorType: 'StorageUnavailableError', errorMessage: 'S3 is slow.', trace: [] });

    show(processArn, entered(0, 'ValidateRecording'));
    show(processArn, makeEvent(5, { lambdaFunctionFailedEventDetails: { error: 'StorageUnavailableError', cause } }));
    show(exportArn, entered(6, 'RegisterExport'));
    show(exportArn, makeEvent(7, { taskTimedOutEventDetails: { ...service, error: 'States.Timeout' } }));

    expect(written()).toContain('  ! process         ValidateRecording        StorageUnavailableError: S3 is slow.\n');
    expect(written()).toContain('  ! export archive  RegisterExport           States.Timeout\n');
  });

  test('the end of an execution without success is a line', () => {
    const { show, written } = makeDisplay();

    show(
      processArn,
      makeEvent(0, { type: 'ExecutionFailed', executionFailedEventDetails: { error: 'E', cause: 'why' } }),
    );
    show(processArn, makeEvent(0, { type: 'ExecutionTimedOut', executionTimedOutEventDetails: {} }));

    expect(written().split('\n')).toEqual([
      '  ✗ process         failed                   E: why',
      '  ✗ process         timed out                no error name',
      '',
    ]);
  });

  test('there are no colours and no control characters', () => {
    const { show, line, written } = makeDisplay();

    line('text');
    show(processArn, entered(0, 'A'));
    show(processArn, exited(1, 'A'));
    display.stop();

    expect(written()).not.toContain('\u001b');
    expect(written()).not.toContain('\r');
  });
});

const service = { resourceType: 'dynamodb', resource: 'updateItem' };
const erased = '\r\u001b[2K';

describe('on a terminal', () => {
  test('a line takes the place of the live one, and a state is a line only when it is left', () => {
    const { show, line, written } = makeDisplay({ isTTY: true });

    show(processArn, entered(0, 'A'));
    line('text');
    show(processArn, exited(1, 'A'));

    expect(written()).toBe(`${erased}text\n${erased}  ✓ process         A                           0.00 s\n`);
  });

  test('what runs is shown with the time that it has taken so far', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const write = (text: string) => resolve(text);
    display = new ProgressDisplay({ write, isTTY: true }, () => start + 2500);

    display.show(processArn, entered(0, 'ValidateRecording'));
    display.show(exportArn, entered(500, 'ExportWithMediaConvert'));

    expect((await promise).replace(erased, '')).toMatch(
      /^ {2}\S ValidateRecording 2\.50 s, archive ExportWithMediaConvert 2\.00 s$/,
    );
  });

  test('the live line is gone once the display is stopped', () => {
    const { written } = makeDisplay({ isTTY: true });

    display.stop();

    expect(written()).toBe(erased);
  });

  test('there are colours if the terminal has them', () => {
    const { show, written } = makeDisplay({ isTTY: true, hasColors: () => true });

    show(processArn, entered(0, 'A'));
    show(processArn, exited(1, 'A'));

    expect(written()).toContain('\u001b[32m✓\u001b[39m');
  });
});
