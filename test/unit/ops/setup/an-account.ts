/** An account with IVS, S3 and a deployment behind one address, and the operator's command line against it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type LocalStack, startCloudFormationApi } from '../../../../local/cloudformation/server.ts';
import { startGateway } from '../../../../local/gateway/server.ts';
import type { IvsServerOptions } from '../../../../local/ivs/server.ts';
import { startS3Server } from '../../../../local/s3/server.ts';
import { accountId, configurationArn, region, startTestIvs, type TestIvs } from '../../../local/ivs/an-ivs.ts';
import { type Finished, runCommand, type TerminalOptions } from '../a-terminal.ts';

// The SDK takes them from the environment, as it does for an operator.
Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' });

/** See the file's comment. */
export interface TestAccount extends Omit<TestIvs, 'stop'> {
  run(args: readonly string[], options?: TerminalOptions): Promise<Finished>;
  stop(): Promise<void>;
}

/** The deployment's own recording configuration, there from the start. */
export const deployed = {
  arn: configurationArn('Deployed'),
  name: 'deployed',
  destinationConfiguration: { s3: { bucketName: 'my-recordings' } },
} as const;

/** Starts it, with the bucket `my-recordings`. Each sleep of a command passes IVS's time as well. */
export async function startTestAccount(options: Partial<IvsServerOptions> = {}): Promise<TestAccount> {
  const directory = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-account-'));
  const s3 = await startS3Server({ directory, region });
  await s3.createBucket('my-recordings');
  const ivs = await startTestIvs({ recordingConfigurations: [deployed], isThrottling: true, ...options });
  const stacks: LocalStack[] = [
    {
      name: 'IvsRecordingsStorage',
      outputs: { RecordingsBucketName: 'my-recordings', RecordingConfigurationArn: deployed.arn },
    },
    { name: 'IvsRecordingsPipeline', outputs: { NotificationTopicArn: 'arn:topic' } },
  ];
  const cloudFormation = await startCloudFormationApi(stacks, { accountId, region });
  const gateway = await startGateway({ s3: s3.url, ivs: ivs.server.url, cloudformation: cloudFormation.url });
  return {
    ...ivs,
    run: (args, given = {}) => {
      // Commands are not typed within the same second.
      ivs.pass(1000);
      return runCommand([...args, '--region', region, '--endpoint-url', gateway.url], {
        ...given,
        onSleep: (ms) => {
          ivs.pass(ms);
          given.onSleep?.(ms);
        },
      });
    },
    stop: async () => {
      await gateway.stop();
      await cloudFormation.stop();
      await ivs.stop();
      await s3.stop();
      rmSync(directory, { recursive: true });
    },
  };
}
