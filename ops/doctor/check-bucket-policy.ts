import { type Finding, fault, ok, warning } from './check.ts';
import type { DoctorPorts } from './doctor-ports.ts';
import { allowingStatements, isCovered, isForService, type PolicyStatement } from './policy-document.ts';

/** What a bucket's policy has to let CloudFront do. */
export interface WantedAccess {
  readonly bucket: string;
  /** Keys that it has to read, such as those of every recording’s media. */
  readonly keyPattern: string;
  readonly partition: string;
  readonly distributionArn: string;
  /** The statement to add, as JSON text, where the stacks print one: the policy of an imported bucket is its owner's. */
  readonly printed: string | undefined;
}

/** Whether our distribution may read a bucket. What a statement denies is not looked at. */
export async function checkBucketPolicy(
  { bucket, keyPattern, partition, distributionArn, printed }: WantedAccess,
  { bucketPolicy }: Pick<DoctorPorts, 'bucketPolicy'>,
): Promise<Finding> {
  const resource = `arn:${partition}:s3:::${bucket}/${keyPattern}`;
  const reading = allowingStatements(await bucketPolicy(bucket)).filter(
    (statement) =>
      isForService(statement, 'cloudfront.amazonaws.com') &&
      isCovered(statement.Action, 's3:GetObject') &&
      isCovered(statement.Resource, resource),
  );
  if (reading.some((statement) => isOnlyFor(statement, distributionArn)))
    return ok(`${bucket}: CloudFront may read ${keyPattern}`);
  if (reading.some(({ Condition }) => Object.keys(Condition).length === 0))
    return warning(
      `${bucket}: any distribution of anybody may read ${keyPattern}`,
      `Add to the statement the condition that AWS:SourceArn is ${distributionArn}`,
    );
  const statement = printed ?? JSON.stringify(statementFor(resource, distributionArn));
  return fault(
    `${bucket}: CloudFront may not read ${keyPattern}, so that viewers get 403`,
    `Add this statement to its policy (aws s3api put-bucket-policy replaces the whole, so read it before): ${statement}`,
  );
}

/** Whether everything that a statement demands is that distribution. */
function isOnlyFor({ Condition }: PolicyStatement, distributionArn: string): boolean {
  const demands = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => ({ operator, key: key.toLowerCase(), value })),
  );
  return demands.length > 0 && demands.every((demand) => isMet(demand, distributionArn));
}

function isMet({ operator, key, value }: { operator: string; key: string; value: unknown }, arn: string): boolean {
  const values = (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string');
  if (key !== 'aws:sourcearn') return false;
  return /^(StringEquals|ArnEquals)$/.test(operator)
    ? values.includes(arn)
    : /^(StringLike|ArnLike)$/.test(operator) && isCovered(values, arn);
}

const statementFor = (resource: string, distributionArn: string) => ({
  Sid: 'ReadByCloudFront',
  Effect: 'Allow',
  Principal: { Service: 'cloudfront.amazonaws.com' },
  Action: 's3:GetObject',
  Resource: resource,
  Condition: { StringEquals: { 'AWS:SourceArn': distributionArn } },
});
