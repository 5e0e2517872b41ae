/** Starts MiniStack on a free port of loopback, and ends it with everything that it started. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { accountId, region, secretAccessKey } from './account.ts';

/** A running MiniStack. */
export interface MiniStack {
  readonly url: string;
  /** What was patched, a line each. */
  readonly patches: readonly string[];
  /** From now on requests need a valid signature, and roles may do what their policies say. */
  enforceIam(): Promise<void>;
  /** The last lines of its log, for when something failed. */
  logTail(): string;
  stop(): Promise<void>;
}

const startDeadlineMs = 60_000;
const stopDeadlineMs = 10_000;

/**
 * Starts it with the interpreter of its virtual environment.
 *
 * @param directory takes its log and its scratch files
 * @param ivsUrl where functions find IVS, which MiniStack does not have
 */
export async function startMiniStack(interpreter: string, directory: string, ivsUrl: string): Promise<MiniStack> {
  const port = await freePort();
  const logFile = path.join(directory, 'ministack.log');
  mkdirSync(path.join(directory, 'tmp'), { recursive: true });
  const child = spawn(interpreter, [path.join(import.meta.dirname, 'run-ministack.py')], {
    cwd: directory,
    // Functions inherit it.
    env: { ...environment(port, directory), AWS_ENDPOINT_URL_IVS: ivsUrl },
    stdio: ['pipe', 'pipe', 'pipe'],
    // A process group of its own, which the workers of the functions belong to as well.
    detached: true,
  });
  const log = createWriteStream(logFile);
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const logTail = () => readFileSync(logFile, 'utf8').split('\n').slice(-60).join('\n');
  const url = `http://127.0.0.1:${port}`;
  const stop = () => stopGroup(child);
  try {
    await untilHealthy(child, url);
  } catch (error) {
    await stop();
    throw new Error(`MiniStack did not start. Its log:\n${logTail()}`, { cause: error });
  }
  const patches = readFileSync(logFile, 'utf8').matchAll(/^Patched: (.*)$/gm);
  const enforceIam = async () => {
    child.stdin.write('enforce IAM\n');
    while (!readFileSync(logFile, 'utf8').includes('IAM is enforced')) {
      if (child.exitCode !== null) throw new Error(`MiniStack ended with ${child.exitCode}.`);
      await sleep(50);
    }
  };
  return { url, patches: [...patches].map(([, what = '']) => what), enforceIam, logTail, stop };
}

/** Nothing of this machine's own AWS configuration. Node is the one that runs this, for the functions. */
const environment = (port: number, directory: string): Record<string, string> => ({
  PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH ?? ''}`,
  HOME: directory,
  TMPDIR: path.join(directory, 'tmp'),
  PYTHONUNBUFFERED: '1',
  PYTHONDONTWRITEBYTECODE: '1',
  BIND_HOST: '127.0.0.1',
  GATEWAY_PORT: String(port),
  MINISTACK_HOST: '127.0.0.1',
  MINISTACK_ACCOUNT_ID: accountId,
  MINISTACK_REGION: region,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  S3_DATA_DIR: path.join(directory, 's3'),
  STATE_DIR: path.join(directory, 'state'),
  // Retry's pauses of a quarter of a minute become those of a third of a second.
  SFN_WAIT_SCALE: '0.02',
});

async function untilHealthy(child: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + startDeadlineMs;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}.`);
    const isUp = await fetch(`${url}/_ministack/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    await sleep(100);
  }
  throw new Error(`It did not answer within ${startDeadlineMs / 1000} s.`);
}

/** It ends with its standard input; see run-ministack.py. What is left of the group after a while is killed. */
async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    child.stdin?.end();
    await Promise.race([ended, sleep(stopDeadlineMs, undefined, { ref: false })]);
  }
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nobody of the group is left.
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
