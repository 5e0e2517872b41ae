import type { CreateJobCommandInput } from '@aws-sdk/client-mediaconvert';
import { parseCreateJobRequest } from '../../../local/mediaconvert/create-job-request.ts';
import { BadRequestException } from '../../../local/mediaconvert/request-errors.ts';

/** Members that are maps: their keys are names and values, not members. */
const mapsOfObjects = ['AudioSelectors', 'AudioSelectorGroups', 'CaptionSelectors'];
const mapsOfText = ['Tags', 'UserMetadata'];

/**
 * A request as the SDK sends it: members begin with a small letter. Unlike the SDK, which leaves out what it does not
 * know, this keeps every member, so that a misspelt one is found.
 */
export function toWire(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toWire);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name.charAt(0).toLowerCase() + name.slice(1),
      toMember(name, member),
    ]),
  );
}

function toMember(name: string, member: unknown): unknown {
  if (mapsOfText.includes(name)) return member;
  if (!mapsOfObjects.includes(name)) return toWire(member);
  return Object.fromEntries(Object.entries(member as object).map(([key, entry]) => [key, toWire(entry)]));
}

/**
 * What is wrong with a request as a state machine or a caller writes it (`Role`, `Settings`, …): what is required and
 * missing, members that do not exist, values outside of enumerations and ranges, what does not go together, and what the
 * local MediaConvert does not carry out; each with its path. Empty when it would be taken.
 */
export function findRequestFaults(request: CreateJobCommandInput): readonly string[] {
  try {
    parseCreateJobRequest(toWire(request));
    return [];
  } catch (error) {
    if (error instanceof BadRequestException) return error.message.split(/; (?=\/)/);
    throw error;
  }
}
