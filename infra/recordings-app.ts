import { App, type AppProps, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readConfig } from './config.ts';
import type { StepCode } from './constructs/step-function.ts';
import { PipelineStack } from './stacks/pipeline-stack.ts';
import { StorageStack } from './stacks/storage-stack.ts';

export interface RecordingsAppProps extends AppProps {
  /** Where the steps' bundles come from. */
  readonly code: StepCode;
}

/**
 * Both stacks, from the configuration in the CDK context. Neither names an account or a Region: synthesis needs no
 * credentials, and the template that runs on a laptop is the one that is deployed.
 */
export class RecordingsApp extends App {
  readonly storage: StorageStack;
  readonly pipeline: PipelineStack;

  /** @throws ConfigInvalidError naming every fault of the configuration. */
  constructor({ code, ...props }: RecordingsAppProps) {
    super(props);
    Validations.of(this).addPlugins(new AwsSolutionsChecks(this));
    const config = readConfig(this.node);
    const pipelineStackName = 'IvsRecordingsPipeline';
    this.storage = new StorageStack(this, 'IvsRecordingsStorage', { config, code, pipelineStackName });
    this.pipeline = new PipelineStack(this, pipelineStackName, { config, storage: this.storage, code });
  }
}
