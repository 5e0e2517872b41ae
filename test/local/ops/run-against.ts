import type { LocalSystem } from '../../../local/system/start-system.ts';
import { type Finished, runCommand, type TerminalOptions } from '../../unit/ops/a-terminal.ts';

/** Runs a command of the operator's against a local system, by its one address, to its end. */
export function runAgainst(
  { gatewayUrl }: Pick<LocalSystem, 'gatewayUrl'>,
  args: readonly string[],
  options?: TerminalOptions,
): Promise<Finished> {
  // The SDK takes them from the environment, as it does for an operator.
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' });
  return runCommand([...args, '--endpoint-url', gatewayUrl, '--region', 'us-west-2'], options);
}
