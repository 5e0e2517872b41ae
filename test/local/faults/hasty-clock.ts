/**
 * Loaded into the threads of the functions before their bundles: what waits there, waits a part of the time, so that a
 * request which is never answered is given up soon. Time-outs keep a second at least, or a busy machine would miss them.
 */
import { Socket } from 'node:net';

/** From so long on it is a time-out; what is shorter is the wait before another attempt. */
const leastTimeoutMs = 1000;

const hasty = (delayMs: number): number =>
  delayMs < leastTimeoutMs ? delayMs / 20 : Math.max(leastTimeoutMs, delayMs / 10);

/** The SDK begins to watch a socket only then, since most requests are over. */
const watchesSocketAfterMs = 3000;

const setRealTimeout = globalThis.setTimeout;
globalThis.setTimeout = Object.assign(
  (callback: (...rest: unknown[]) => void, delayMs = 0, ...rest: unknown[]) =>
    setRealTimeout(callback, delayMs === watchesSocketAfterMs ? 0 : hasty(delayMs), ...rest),
  setRealTimeout,
);

const setRealSocketTimeout = Socket.prototype.setTimeout;
Socket.prototype.setTimeout = function (this: Socket, delayMs: number, callback?: () => void) {
  return setRealSocketTimeout.call(this, hasty(delayMs), callback);
};
