import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { outputSize } from '../../../lambdas/plan-export/output-size.ts';

test.each([
  [1920, 1080, 720, { width: 1280, height: 720 }],
  [1920, 1080, 480, { width: 854, height: 480 }],
  [1280, 720, 360, { width: 640, height: 360 }],
  [1080, 1920, 720, { width: 720, height: 1280 }],
  [608, 1080, 360, { width: 360, height: 640 }],
  [1080, 1080, 333, { width: 332, height: 332 }],
  [1920, 800, 400, { width: 960, height: 400 }],
  [1440, 1080, 481, { width: 640, height: 480 }],
])('%i x %i in at most %i lines', (width, height, lines, expected) => {
  expect(outputSize({ width, height }, lines)).toEqual(expected);
});

test.each([
  [1280, 720, 720],
  [1280, 720, 1080],
  [720, 1280, 1000],
])('%i x %i is not enlarged to %i lines', (width, height, lines) => {
  expect(outputSize({ width, height }, lines)).toBeUndefined();
});

test('any picture keeps its shape to a pixel, in even numbers, and becomes smaller', () => {
  const side = fc.integer({ min: 64, max: 4096 });

  fc.assert(
    fc.property(side, side, fc.integer({ min: 32, max: 2160 }), (width, height, lines) => {
      const size = outputSize({ width, height }, lines);
      if (size === undefined) return Math.min(width, height) <= lines;
      const [shorter, longer] = [Math.min(size.width, size.height), Math.max(size.width, size.height)];
      const exact = (Math.max(width, height) * shorter) / Math.min(width, height);
      return (
        size.width % 2 === 0 &&
        size.height % 2 === 0 &&
        shorter <= lines &&
        shorter >= 32 &&
        Math.abs(longer - exact) <= 1 &&
        (width < height ? size.width <= size.height : size.width >= size.height)
      );
    }),
  );
});
