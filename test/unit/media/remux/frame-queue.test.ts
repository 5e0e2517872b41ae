import { expect, test } from '@jest/globals';
import { FrameQueue, JUMP, KEY_FRAME } from '../../../../media/remux/frame-queue.ts';

function push(queue: FrameQueue, index: number, flags = 0): void {
  queue.push(index, index + 0.5, index * 10, index * 100, flags, index >> 4);
}

test('frames leave in the order in which they came, with all their numbers, however many there are', () => {
  const queue = new FrameQueue();
  const seen: number[][] = [];
  let next = 0;

  // Fills faster than it empties, so that it grows while its first frame is in the middle.
  for (let round = 0; round < 3000; round++) {
    push(queue, next++, next % 7 === 0 ? KEY_FRAME : 0);
    push(queue, next++, next % 7 === 0 ? KEY_FRAME : 0);
    seen.push([queue.time, queue.presentation, queue.sizeBytes, queue.position, queue.flags, queue.segment]);
    queue.shift();
  }

  expect(seen).toEqual(
    seen.map((_, index) => {
      return [index, index + 0.5, index * 10, index * 100, (index + 1) % 7 === 0 ? KEY_FRAME : 0, index >> 4];
    }),
  );
  expect(queue.count).toBe(3000);
});

test('jumps are counted until they leave or are cleared', () => {
  const queue = new FrameQueue();
  push(queue, 0);
  push(queue, 1, JUMP);
  push(queue, 2, JUMP | KEY_FRAME);
  const atFirst = queue.jumps;

  queue.shift();
  queue.clearJump();
  const afterClearing = [queue.jumps, queue.flags];
  queue.shift();
  queue.shift();

  expect(atFirst).toBe(2);
  expect(afterClearing).toEqual([1, 0]);
  expect(queue.jumps).toBe(0);
});

test('the last time before a jump is that of the frames in front of it', () => {
  const queue = new FrameQueue();
  const times = [queue.lastTimeBeforeJump];
  push(queue, 5);
  push(queue, 6);
  times.push(queue.lastTimeBeforeJump);
  push(queue, 1000, JUMP);
  times.push(queue.lastTimeBeforeJump);
  queue.shift();
  queue.shift();
  times.push(queue.lastTimeBeforeJump);

  expect(times).toEqual([Number.NaN, 6, 6, Number.NaN]);
  expect(queue.lastTime).toBe(1000);
});
