import { countText } from '../terminal/quantities.ts';
import { type Finding, ok, warning } from './check.ts';
import type { DoctorPorts } from './doctor-ports.ts';

type Ports = Pick<DoctorPorts, 'listSubscriptions'>;

/** Whether somebody hears the messages, and everybody who was asked to has agreed. */
export const checkSubscriptions = (topicArn: string, ports: Ports): Promise<Finding> =>
  checkHearers(topicArn, `No message is heard. Subscribe to ${topicArn}, or configure subscriptions.`, ports);

/** The same of the alarms, where there are any. */
export async function checkAlarmSubscriptions(topicArn: string | undefined, ports: Ports): Promise<Finding> {
  if (topicArn === undefined) return ok('there are no alarms: observability.alarms is false');
  const advice = `No alarm is heard. Configure observability.alarmEmail, or subscribe to ${topicArn}.`;
  return checkHearers(topicArn, advice, ports);
}

async function checkHearers(topicArn: string, adviceIfNobody: string, { listSubscriptions }: Ports): Promise<Finding> {
  const subscriptions = await listSubscriptions(topicArn);
  const pending = subscriptions.filter(({ isConfirmed }) => !isConfirmed);
  if (subscriptions.length === 0) return warning('nobody is subscribed', adviceIfNobody);
  if (pending.length === 0) return ok(`${countText(subscriptions.length, 'subscription')}, confirmed`);
  const names = pending.map(({ protocol, endpoint }) => `${protocol} ${endpoint}`).join(', ');
  return warning(
    `${pending.length} of ${subscriptions.length} not confirmed: ${names}`,
    'Its receiver has to confirm: by the link in the e-mail, or by the URL in the request. It holds for two days; then subscribe anew.',
  );
}
