import { OperationRefusedError, UsageError } from '../frame/operator-errors.ts';
import type { RecordingConfiguration } from './recording-settings.ts';

/** The one that an operator names by its ARN or its name. @throws OperationRefusedError, UsageError */
export function findConfiguration(
  configurations: readonly RecordingConfiguration[],
  wanted: string,
  programName: string,
): RecordingConfiguration {
  const [found, ...others] = configurations.filter(({ arn, name }) => arn === wanted || name === wanted);
  if (found === undefined) {
    throw new OperationRefusedError(
      `There is no recording configuration ${wanted} here. ${programName} setup recording-config list shows those that there are; is it in another Region?`,
    );
  }
  if (others.length === 0) return found;
  const arns = [found, ...others].map(({ arn }) => arn).join(' or ');
  throw new UsageError(
    `There are ${others.length + 1} recording configurations of the name ${wanted}. Give one's ARN: ${arns}`,
  );
}
