import type { JobInput } from './job-settings.ts';
import { notSupportedHere } from './supported-values.ts';
import { parseTimecode } from './timecode.ts';

/** A job's input clippings as one stretch of all inputs, one after the other. */
export interface Clippings {
  /** `StartTimecode` of the first input. */
  readonly start: string | undefined;
  /** `EndTimecode` of the last input. */
  readonly end: string | undefined;
}

/** What {@link findClippingFaults} has found nothing wrong with; both `undefined` for inputs that are taken whole. */
export function readClippings(inputs: readonly JobInput[]): Clippings {
  return {
    start: inputs[0]?.inputClippings?.[0]?.startTimecode,
    end: inputs.at(-1)?.inputClippings?.[0]?.endTimecode,
  };
}

/**
 * What is wrong with the inputs' clippings, each fault with its path. A clip that runs over several inputs begins in the
 * first and ends in the last; to leave something out in the middle is what the real service can do and this one cannot.
 */
export function findClippingFaults(inputs: readonly JobInput[]): readonly string[] {
  return inputs.flatMap((input, index) => {
    const [clipping] = input.inputClippings ?? [];
    if (clipping === undefined) {
      return [];
    }
    const { startTimecode: start, endTimecode: end } = clipping;
    const path = `/settings/inputs/${index}`;
    const isAfterBegin = start !== undefined && parseTimecode(start)?.text !== '00:00:00:00';
    const middle = `in the middle of what several inputs give ${notSupportedHere}`;
    return [
      ...(start === undefined && end === undefined
        ? [`${path}/inputClippings/0: has neither a startTimecode nor an endTimecode`]
        : []),
      ...(index > 0 && isAfterBegin ? [`${path}/inputClippings/0/startTimecode: a cut ${middle}`] : []),
      ...(index < inputs.length - 1 && end !== undefined
        ? [`${path}/inputClippings/0/endTimecode: a cut ${middle}`]
        : []),
      // EMBEDDED is the default, and recordings of IVS carry no timecodes that it could find.
      ...(input.timecodeSource === 'ZEROBASED'
        ? []
        : [`${path}/timecodeSource: clipping by any but ZEROBASED ${notSupportedHere}`]),
    ];
  });
}
