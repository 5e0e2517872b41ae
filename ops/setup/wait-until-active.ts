import type { CommandContext } from '../frame/command-context.ts';
import { OperationRefusedError } from '../frame/operator-errors.ts';
import type { IvsPorts } from './ivs-ports.ts';
import { type RecordingConfiguration, titleOf } from './recording-settings.ts';

const betweenLooksMs = 1000;
/** It takes some seconds as a rule. */
const patienceMs = 120_000;

/** Waits for a recording configuration; shows for how long. @throws OperationRefusedError when IVS cannot make it */
export async function waitUntilActive(
  begun: RecordingConfiguration,
  { getConfiguration }: Pick<IvsPorts, 'getConfiguration'>,
  { clock, signal, wait, programName }: Pick<CommandContext, 'clock' | 'signal' | 'wait' | 'programName'>,
): Promise<RecordingConfiguration> {
  if (begun.state === 'ACTIVE') return begun;
  const until = clock.now().getTime() + patienceMs;
  const progress = wait();
  let configuration = begun;
  try {
    while (configuration.state === 'CREATING' && clock.now().getTime() < until) {
      progress.show(0, `${begun.name} is being created …`);
      await clock.sleep(betweenLooksMs, signal);
      configuration = await getConfiguration(begun.arn);
    }
  } finally {
    progress.stop();
  }
  if (configuration.state === 'ACTIVE') return configuration;
  throw new OperationRefusedError(
    configuration.state === 'CREATING'
      ? `${titleOf(begun)} is still being created after ${patienceMs / 1000} s. Run the same command again to go on waiting.`
      : `IVS could not create ${titleOf(begun)}: its state is CREATE_FAILED. The bucket has to be in the same Region and account. Take it away by: ${programName} setup recording-config delete ${begun.arn}`,
  );
}
