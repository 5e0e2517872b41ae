import { countText } from '../terminal/quantities.ts';
import { type Finding, ok, warning } from './check.ts';
import type { DoctorPorts } from './doctor-ports.ts';

/** Whether somebody hears the messages, and everybody who was asked to has agreed. */
export async function checkSubscriptions(
  topicArn: string,
  { listSubscriptions }: Pick<DoctorPorts, 'listSubscriptions'>,
): Promise<Finding> {
  const subscriptions = await listSubscriptions(topicArn);
  const pending = subscriptions.filter(({ isConfirmed }) => !isConfirmed);
  if (subscriptions.length === 0)
    return warning(
      'nobody is subscribed',
      `No message is heard. Subscribe to ${topicArn}, or configure subscriptions.`,
    );
  if (pending.length === 0) return ok(`${countText(subscriptions.length, 'subscription')}, confirmed`);
  const names = pending.map(({ protocol, endpoint }) => `${protocol} ${endpoint}`).join(', ');
  return warning(
    `${pending.length} of ${subscriptions.length} not confirmed: ${names}`,
    'Its receiver has to confirm: by the link in the e-mail, or by the URL in the request. It holds for two days; then subscribe anew.',
  );
}
