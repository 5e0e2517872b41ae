/** Alarms on Lambda functions: steps, which the pipeline has, and those that answer requests, which it knows by name. */
import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { MakeAlarm, RunbookAlarm } from '../constructs/runbook-alarm.ts';
import { functionMetric } from '../constructs/service-metrics.ts';
import type { StepFunction } from '../constructs/step-function.ts';
import type { PipelineContext } from './pipeline-context.ts';
import { type ServedFunction, servedFunctionName, servedFunctions } from './served-functions.ts';

/** Of a step: that it fails, and that it is throttled. */
export function stepAlarms(make: MakeAlarm, step: StepFunction): RunbookAlarm[] {
  const { id } = step.node;
  const { functionName } = step.lambda;
  const isAsynchronous = step.deadLetterQueue !== undefined;
  return [
    make(`${id}Errors`, {
      section: 'step-errors',
      says: `The step ${id} fails again and again.`,
      silence: 'good',
      ...(isAsynchronous ? failsThrice(functionName) : failsMostly(functionName)),
    }),
    throttleAlarm(make, `the step ${id}`, id, functionName),
  ];
}

/** Of each function that answers requests: the same, where there is one. */
export function servedAlarms(make: MakeAlarm, { config, storageStackName }: PipelineContext): RunbookAlarm[] {
  return servedFunctions(config).flatMap((id) => {
    const functionName = servedFunctionName(storageStackName, id);
    return [
      make(`${id}Failures`, {
        section: 'requests-failed',
        says: `The ${servedNames[id]} does not answer as it should.`,
        silence: 'good',
        ...failsCallers(functionName),
      }),
      throttleAlarm(make, `the ${servedNames[id]}`, id, functionName),
    ];
  });
}

/** What people call them. */
const servedNames = { ServeApi: 'API', ServePage: 'page' } as const satisfies Record<ServedFunction, string>;

/** Being throttled for a while is provided for (docs/burst.md): each Retry waits its turn. A quarter of an hour is news. */
const throttleAlarm = (make: MakeAlarm, whom: string, id: string, functionName: string): RunbookAlarm =>
  make(`${id}Throttles`, {
    section: 'step-throttles',
    says: `Lambda has throttled ${whom} for a quarter of an hour.`,
    metric: functionMetric(functionName, 'Throttles', { statistic: 'Sum' }),
    periods: 3,
    silence: 'good',
  });

/** Three failures are one event that Lambda has given up. */
const failsThrice = (functionName: string) => ({
  metric: functionMetric(functionName, 'Errors', { statistic: 'Sum', period: Duration.minutes(15) }),
  from: 3,
});

/**
 * Inside a state machine failing is part of the work: a recording is not ready for minutes, a damaged one is refused, and
 * the execution tells. So: at least 5 failures, and half of the calls, in each of three periods. One recording that is not
 * ready fails at most 10 minutes long.
 */
function failsMostly(functionName: string) {
  const errors = functionMetric(functionName, 'Errors', { statistic: 'Sum' });
  const invocations = functionMetric(functionName, 'Invocations', { statistic: 'Sum' });
  const metric = new cloudwatch.MathExpression({
    expression: 'IF(errors >= 5, 100 * errors / invocations, 0)',
    usingMetrics: { errors, invocations },
    label: 'failed, in percent',
    period: Duration.minutes(5),
  });
  return { metric, from: 50, periods: 3 };
}

/**
 * By the statuses of its answers: a catalog that does not answer is told by 503, and is no error of the function. Each is
 * somebody who waits, so less is news than of a step: three, and one in a hundred, in a quarter of an hour. One bad minute
 * among thousands of requests is none.
 */
function failsCallers(functionName: string) {
  const period = Duration.minutes(15);
  const metric = new cloudwatch.MathExpression({
    expression: 'IF(failures >= 3, 100 * failures / requests, 0)',
    usingMetrics: {
      failures: functionMetric(functionName, 'Url5xxCount', { statistic: 'Sum', period }),
      requests: functionMetric(functionName, 'UrlRequestCount', { statistic: 'Sum', period }),
    },
    label: 'failed, in percent',
    period,
  });
  return { metric, from: 1 };
}
