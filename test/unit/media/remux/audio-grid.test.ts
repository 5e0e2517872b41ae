import { expect, test } from '@jest/globals';
import { AudioGrid, newAudioGridState } from '../../../../media/remux/audio-grid.ts';

const FRAME = 1920;

function makeGrid(frames = 0): AudioGrid {
  return new AudioGrid({ ...newAudioGridState(), frames }, { frameTicks: FRAME });
}

/** A grid of ten frames whose part has begun with a frame that lay on it. */
function makeRunningGrid(): AudioGrid {
  const grid = makeGrid(9);
  grid.compare(9 * FRAME);
  grid.advance(1);
  return grid;
}

test.each([
  ['on its place', 0, 0],
  ['late by less than half a frame', 0.49, 0],
  ['late by half a frame', 0.5, 1],
  ['late by a frame', 1, 1],
  ['late by a frame and a half', 1.5, 2],
  ['late by ten seconds', 468.75, 469],
  ['early by three quarters of a frame', -0.75, 0],
  ['early by more', -0.8, -0.8 * FRAME],
  ['early by two frames', -2, -2 * FRAME],
])('a frame that is %s', (_, frames, difference) => {
  expect(makeRunningGrid().compare((10 + frames) * FRAME)).toBeCloseTo(difference);
});

test.each([
  ['at the beginning', 0, 0, 0],
  ['between two places, nearer the first', 3.4, 3, 0.4],
  ['between two places, nearer the second', 3.6, 4, -0.4],
  ['a little before the end', -0.4, 0, -0.4],
])('a part that begins %s', (_, frames, silent, phase) => {
  const state = { ...newAudioGridState(), frames: 10 };
  const grid = new AudioGrid(state, { frameTicks: FRAME });

  const difference = grid.compare((10 + frames) * FRAME);

  expect(difference).toBe(silent);
  expect(state.phaseTicks).toBeCloseTo(phase * FRAME);
});

test('what a part begins beside its time is no reason to move later frames', () => {
  const grid = makeGrid();
  grid.compare(0.4 * FRAME);

  const differences = [1.4, 2.85, 3.2].map((frames) => {
    grid.advance(1);
    return grid.compare(frames * FRAME);
  });

  expect(differences).toEqual([0, 0, 0]);
});

test('a part that begins before the end of the audio before is early', () => {
  expect(makeGrid(10).compare(8 * FRAME)).toBe(-2 * FRAME);
});

test('a slow clock gets a silent frame each frame of drift, and nothing is ever moved', () => {
  const grid = makeGrid();
  const differences: number[] = [];

  for (let index = 0; index < 100_000; index++) {
    const difference = grid.compare(index * FRAME * 1.001 + (index % 2 === 0 ? 45 : -45));
    if (difference !== 0) differences.push(difference);
    grid.advance(difference + 1);
  }

  expect(differences).toEqual(new Array(100).fill(1));
});
