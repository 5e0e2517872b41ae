/** Publishes notifications to the SNS topic, as the state machines do. */
import { PublishCommand, SNSClient, type SNSClientConfig } from '@aws-sdk/client-sns';
import { makeAnnouncement, type Notification } from '../contract/notification.ts';
import { clientSettings } from './client-settings.ts';
import { ownAnswerStep, requireOwnAnswer } from './own-answer.ts';
import { translateServiceErrors } from './service-errors.ts';

/** A client with this project's time-outs and retries. */
export function makeSnsClient(config: SNSClientConfig = {}): SNSClient {
  const client = new SNSClient({ ...clientSettings, ...config });
  client.middlewareStack.add((next) => async (args) => requireOwnAnswer(await next(args)), ownAnswerStep);
  return client;
}

/**
 * Publishes one notification: its JSON as the body, with the subject for e-mail and the attributes to filter on.
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 * @throws ServiceUnavailableError
 */
export const makePublishNotification =
  (client: SNSClient, topicArn: string) =>
  async (notification: Notification): Promise<void> => {
    const { subject, message, attributes } = makeAnnouncement(notification);
    const command = new PublishCommand({
      TopicArn: topicArn,
      Subject: subject,
      Message: JSON.stringify(message),
      MessageAttributes: attributes,
    });
    await translateServiceErrors(`the receipt of ${notification.id}`, () => client.send(command));
  };
