import type { Stack } from 'aws-cdk-lib';

/**
 * Patterns of ARNs of the log groups of a stack: those that CloudFormation names, after the stack, and those that have to
 * begin as their services want it.
 */
export const logGroupArns = (stack: Stack, stackName: string): string[] =>
  [`${stackName}-*`, `/aws/vendedlogs/states/${stackName}-*`, `/aws/events/${stackName}/*`].map((name) =>
    stack.formatArn({ service: 'logs', resource: `log-group:${name}` }),
  );
