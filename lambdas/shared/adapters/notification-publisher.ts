/** Publishes notifications to the SNS topic, as the state machines do. */
import { PublishCommand, SNSClient, type SNSClientConfig } from '@aws-sdk/client-sns';
import { makeAnnouncement, type Notification } from '../contract/notification.ts';
import { clientSettings } from './client-settings.ts';

/** A client with this project's time-outs and retries. */
export const makeSnsClient = (config: SNSClientConfig = {}): SNSClient =>
  new SNSClient({ ...clientSettings, ...config });

/**
 * Publishes one notification: its JSON as the body, with the subject for e-mail and the attributes to filter on.
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export const makePublishNotification =
  (client: SNSClient, topicArn: string) =>
  async (notification: Notification): Promise<void> => {
    const { subject, message, attributes } = makeAnnouncement(notification);
    await client.send(
      new PublishCommand({
        TopicArn: topicArn,
        Subject: subject,
        Message: JSON.stringify(message),
        MessageAttributes: attributes,
      }),
    );
  };
