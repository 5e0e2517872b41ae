import { type Finding, fault, ok, regionOf, warning } from './check.ts';
import type { DoctorPorts } from './doctor-ports.ts';

/**
 * Whether the catalog can be read and written, and its key used, which is that of exports, messages and dead letters as
 * well (`encryption.key`). The key itself is not asked: DynamoDB tells when it cannot use it, whatever the reason.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_SSEDescription.html
 */
export async function checkCatalog(
  tableName: string,
  { catalogTable }: Pick<DoctorPorts, 'catalogTable'>,
): Promise<Finding> {
  const { status, keyArn, keyMissedSince } = await catalogTable(tableName);
  const isMissingKey = keyMissedSince !== undefined && !status.startsWith('ARCHIV');
  if (keyArn !== undefined && (isMissingKey || status === 'INACCESSIBLE_ENCRYPTION_CREDENTIALS'))
    return fault(
      `${tableName}: its key ${keyArn} could not be used${keyMissedSince === undefined ? '' : ` since ${keyMissedSince.toISOString()}`}`,
      `Every run fails. Is the key disabled, to be deleted, or its policy changed? aws kms describe-key --region ${regionOf(keyArn)} --key-id ${keyArn}. Mend it within seven days of that; after them DynamoDB archives the table.`,
    );
  if (status === 'UPDATING') return warning(`${tableName} is UPDATING`, 'It can be used meanwhile. Look again.');
  if (status !== 'ACTIVE')
    return fault(`${tableName} is ${status}`, 'Every run fails. Look at the table in DynamoDB’s console.');
  return ok(`${tableName} is ACTIVE, under ${keyArn ?? 'a key of AWS’s own'}`);
}
