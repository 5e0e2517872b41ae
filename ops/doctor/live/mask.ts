/** Takes out of a report what is nobody else's business. */

/** Who called, in what AWS says of a denial. */
const principal = /(arn:aws[a-z-]*:(?:iam|sts)::[^:\s]*:(?:user|assumed-role|federated-user)\/)[^\s"',]+/g;

/** The value with every text in it masked: the account but for its last four digits, and names of people and sessions. */
export function masked<Value>(value: Value, accountId: string): Value;
export function masked(value: unknown, accountId: string): unknown {
  if (typeof value === 'string') return maskText(value, accountId);
  if (Array.isArray(value)) return value.map((item: unknown) => masked(item, accountId));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, masked(field, accountId)]));
}

const maskText = (text: string, accountId: string): string =>
  (accountId === '' ? text : text.replaceAll(accountId, `…${accountId.slice(-4)}`)).replaceAll(principal, '$1…');
