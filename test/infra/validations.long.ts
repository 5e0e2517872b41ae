/** cdk-nag and CDK's own rules for each configuration. */
import { validationTests } from './validation-tests.ts';
import { variants } from './variants.ts';

validationTests(variants);
