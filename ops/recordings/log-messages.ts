/** Reads a log group by FilterLogEvents. */
import {
  type CloudWatchLogsClient,
  FilterLogEventsCommand,
  type FilterLogEventsCommandOutput,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Span } from '../catalog/catalog-pages.ts';
import { OperationRefusedError } from '../frame/operator-errors.ts';

/**
 * Messages of a span, page by page, the oldest first. CloudWatch searches for a while and may find nothing in it: only a
 * page without a token is the last.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 * @throws OperationRefusedError when there is no such group
 */
export async function* readMessages(
  client: CloudWatchLogsClient,
  logGroupName: string,
  { since, until }: Span,
): AsyncGenerator<string[]> {
  let nextToken: string | undefined;
  do {
    const page = await filter(client, {
      logGroupName,
      startTime: since.getTime(),
      // CloudWatch's end is part of the span.
      endTime: until.getTime() - 1,
      nextToken,
    });
    yield (page.events ?? []).flatMap(({ message }) => message ?? []);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
}

async function filter(
  client: CloudWatchLogsClient,
  input: { logGroupName: string; startTime: number; endTime: number; nextToken: string | undefined },
): Promise<FilterLogEventsCommandOutput> {
  try {
    return await client.send(new FilterLogEventsCommand(input));
  } catch (cause) {
    if (!(cause instanceof ResourceNotFoundException)) throw cause;
    throw new OperationRefusedError(
      `There is no log group ${input.logGroupName}, which the deployment should have. Deploy it again: npx cdk deploy --all.`,
      { cause },
    );
  }
}
