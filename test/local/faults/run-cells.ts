/** Runs the cells of a matrix side by side in one system, each on a recording of its own. */
import type { ActiveFault } from '../../../local/faults/fault-rules.ts';
import type { ServiceCall } from '../../../local/faults/service-call.ts';
import type { FaultStage } from './fault-stage.ts';
import type { Cell, MatrixRow, News, Result } from './matrix-row.ts';

/** What one run of a cell came to. */
export interface CellRun {
  readonly cell: Cell;
  readonly result: Result;
  readonly news: News;
  /** Calls that went wrong. */
  readonly faultCount: number;
  /** The answer has no body that could be truncated. */
  readonly hasNoBody: boolean;
  /** Name of the error that a Task failed with first, once the fault had struck. */
  readonly firstError: string | undefined;
  /** Whether the SDK sent the very request again. */
  readonly isRepeatedBySdk: boolean;
  /** Whether another like it was sent. */
  readonly isRepeatedAnew: boolean;
  readonly uploadsLeft: number;
}

/** Cells at once. Those whose calls hang do not work, but hold a function's container for some seconds. */
const width = 8;
const hangingWidthPerCaller = 3;
/** More would only warm up more containers. */
const costlyWidth = 2;

/** Runs them all. */
export async function runCells(stage: FaultStage, cells: readonly Cell[]): Promise<CellRun[]> {
  const active = new Map<string, Watch>();
  await inLanes(cells, async (cell) => {
    await cell.row.scenario.prepare?.(stage, cell.id);
    const watch = new Watch(stage, cell);
    active.set(cell.id, watch);
    await cell.row.scenario.run(stage, cell.id);
    if (cell.row.isAlone !== undefined) watch.remove();
  });
  await stage.system.settle();
  const newsOf = await collectNews(stage);
  const uploads = await stage.uploadsLeft();
  const runs: CellRun[] = [];
  for (const cell of cells) {
    const watch = active.get(cell.id)!;
    watch.remove();
    const news = newsOf(cell);
    const result = await cell.row.scenario.result(stage, cell.id, news);
    runs.push({
      cell,
      news,
      result,
      faultCount: watch.fault.count,
      hasNoBody: watch.fault.withoutBodyCount > 0,
      firstError: result.errorsMet?.[watch.failuresBefore],
      isRepeatedBySdk: watch.isRepeatedBySdk,
      isRepeatedAnew: watch.isRepeatedAnew,
      uploadsLeft: uploads.filter((key) => key.includes(`/${cell.id}/`)).length,
    });
  }
  return runs;
}

/** Mends what failed, and says what is wrong with it even then. */
export async function mendCells(stage: FaultStage, runs: readonly CellRun[]): Promise<Map<string, string[]>> {
  const isSpared = ({ row, fault }: Cell) => row.isCostly === true && fault !== 'access-denied';
  const failed = runs.filter(({ result, cell }) => !result.isGood && !isSpared(cell));
  await inLanes(
    failed.map(({ cell }) => cell),
    ({ id, row }) => row.scenario.mend(stage, id, failed.find(({ cell }) => cell.id === id)!.news),
  );
  await stage.system.settle();
  const newsOf = await collectNews(stage);
  const wrong = new Map<string, string[]>();
  for (const { cell, news } of failed) {
    const later = newsOf(cell);
    const all = { messages: [...news.messages, ...later.messages], deadLetters: later.deadLetters };
    const { isGood, error, faults } = await cell.row.scenario.result(stage, cell.id, all);
    wrong.set(cell.id, [...faults, ...(isGood ? [] : [`after mending it still fails: ${error}`])]);
  }
  return wrong;
}

/** A cell's fault, and what is sent after it struck. */
class Watch {
  readonly fault: ActiveFault;
  readonly #companion: ActiveFault | undefined;
  readonly #struck: string[] = [];
  /** On a busy machine something else may have failed and been tried again. */
  failuresBefore = 0;
  isRepeatedBySdk = false;
  isRepeatedAnew = false;

  constructor(stage: FaultStage, cell: Cell) {
    const { row, fault, id, isLasting } = cell;
    const failureCount = () => row.scenario.failureCount?.(stage, id) ?? 0;
    const isOver = () => !isLasting && this.#struck.length > 0 && failureCount() > this.failuresBefore;
    const { companion, caller, service } = row;
    this.#companion =
      companion &&
      stage.rules.add({
        service,
        ...companion,
        matches: (call) => isCall(stage, { ...row, caller, pattern: /./ }, id, call),
      });
    this.fault = stage.rules.add({
      times: (row.triedAgainAs !== undefined || row.strikesOnce === true) && !isLasting ? 1 : undefined,
      service: row.service,
      operation: row.operation,
      fault,
      matches: async (call) => {
        const isOurs = await isCall(stage, row, id, call);
        if (isOurs) this.#note(call);
        return isOurs && !isOver();
      },
      onFault: (call) => {
        if (this.#struck.length === 0) this.failuresBefore = failureCount();
        this.#struck.push(invocationOf(call));
        if (row.service === 'lambda' && fault === 'timeout') stage.letTimePass(id);
      },
    });
  }

  remove(): void {
    this.fault.remove();
    this.#companion?.remove();
  }

  #note(call: ServiceCall): void {
    if (this.#struck.length === 0) return;
    if (this.#struck.includes(invocationOf(call))) this.isRepeatedBySdk = true;
    else this.isRepeatedAnew = true;
  }
}

/** The SDK sends the same id with each attempt at one request. */
const invocationOf = ({ headers }: ServiceCall): string => String(headers['amz-sdk-invocation-id']);

async function isCall(stage: FaultStage, row: MatrixRow, id: string, call: ServiceCall): Promise<boolean> {
  const [, app] = / app\/(\w+)/.exec(call.headers['user-agent'] ?? '') ?? [];
  if (row.isWorkflow === true ? app !== undefined : app !== row.caller) return false;
  if (row.matches !== undefined) return row.matches(call, id, stage);
  const text = `${decodeURIComponent(call.path)} ${call.body}`;
  return new RegExp(`\\b${id}\\b`).test(text) && (row.pattern?.test(text) ?? true);
}

async function collectNews(stage: FaultStage): Promise<(cell: Cell) => News> {
  const { messaging, model } = stage.system;
  const messages = (await messaging.receive()).map(({ body, attributes }) => ({
    recordingId: attributes.recordingId,
    message: body as News['messages'][number],
  }));
  const deadLetters: { text: string; letter: News['deadLetters'][number] }[] = [];
  for (const { arn, name } of model.queues) {
    for (let taken = await messaging.take(arn); taken.length > 0; taken = await messaging.take(arn)) {
      for (const { body, attributes } of taken) {
        const letter = { queue: name, event: JSON.parse(body), reason: attributes.ErrorMessage ?? '' };
        deadLetters.push({ text: body, letter });
      }
    }
  }
  return ({ id, row }) => {
    const isOurs = (text: string) => row.isLetterOf?.(text, id) ?? new RegExp(`\\b${id}\\b`).test(text);
    return {
      messages: messages.filter(({ recordingId }) => recordingId === id).map(({ message }) => message),
      deadLetters: deadLetters.filter(({ text }) => isOurs(text)).map(({ letter }) => letter),
    };
  };
}

/** Those that hang wait beside the others. */
async function inLanes(cells: readonly Cell[], run: (cell: Cell) => Promise<void>): Promise<void> {
  const free = cells.filter(({ row }) => row.isAlone === undefined);
  const isCostly = ({ row }: Cell) => row.isCostly === true;
  const callers = new Set(free.map(({ row }) => row.caller));
  const hangs = ({ fault }: Cell) => fault === 'timeout';
  await Promise.all([
    inTurns(
      free.filter((cell) => !hangs(cell) && !isCostly(cell)),
      width,
      run,
    ),
    ...[...callers].map((caller) =>
      inTurns(
        free.filter((cell) => hangs(cell) && cell.row.caller === caller),
        hangingWidthPerCaller,
        run,
      ),
    ),
    inTurns(
      free.filter((cell) => !hangs(cell) && isCostly(cell)),
      costlyWidth,
      run,
    ),
    inTurns(
      cells.filter(({ row }) => row.isAlone === 'beside'),
      1,
      run,
    ),
  ]);
  await inTurns(
    cells.filter(({ row }) => row.isAlone === 'after'),
    1,
    run,
  );
}

async function inTurns<Item>(items: readonly Item[], at: number, run: (item: Item) => Promise<void>): Promise<void> {
  const left = items.values();
  await Promise.all(
    Array.from({ length: at }, async () => {
      for (const item of left) await run(item);
    }),
  );
}
