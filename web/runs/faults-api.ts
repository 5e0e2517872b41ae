/** The switches of the fault panel, which only a laptop has. */
import type { FaultName, FaultSwitch } from '../../lambdas/shared/contract/run-view.ts';
import { askApi } from '../api/ask-api.ts';
import { orderFrom, systemRoot } from './runs-api.ts';

/** How they stand. */
export const listFaults = (signal: AbortSignal): Promise<readonly FaultSwitch[]> =>
  askApi(`${systemRoot()}/faults`, isSwitchList, signal);

/** Switches one on or off. */
export async function turnFault(name: FaultName, isOn: boolean): Promise<undefined> {
  await orderFrom(`${systemRoot()}/faults/${name}/${isOn ? 'on' : 'off'}`, isSwitchList);
}

/** Switches all off, and has them forget how often they struck. */
export async function resetFaults(): Promise<undefined> {
  await orderFrom(`${systemRoot()}/faults/reset`, isSwitchList);
}

/** Sends the sample as one more recording. @returns its id */
export const sendSample = async (): Promise<string> => (await orderFrom(`${systemRoot()}/samples`, isSent)).recordingId;

const isSwitch = (value: unknown): value is FaultSwitch =>
  typeof value === 'object' && value !== null && 'isOn' in value && 'strikeCount' in value;

const isSwitchList = (answer: unknown): answer is readonly FaultSwitch[] =>
  Array.isArray(answer) && answer.every(isSwitch);

const isSent = (answer: unknown): answer is { recordingId: string } =>
  typeof answer === 'object' && answer !== null && 'recordingId' in answer && typeof answer.recordingId === 'string';
