/** How long a policy of a template gets, for IAM's limits. */

const pseudo: Readonly<Record<string, string>> = {
  // One of the longest.
  'AWS::Region': 'ap-southeast-2',
  'AWS::AccountId': '123456789012',
  'AWS::Partition': 'aws',
};

/**
 * Characters of a policy document as CloudFormation hands it to IAM, which counts no white space. Of names that
 * CloudFormation makes up, the longest that they get here.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const policyLength = (document: unknown): number => JSON.stringify(filledIn(document)).length;

function filledIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(filledIn);
  if (typeof value !== 'object' || value === null) return value;
  const [name, operand] = Object.entries(value)[0] ?? [];
  if (name === 'Ref') return pseudo[operand] ?? arnOf(operand);
  if (name === 'Fn::GetAtt') return operand[1] === 'Arn' ? arnOf(operand[0]) : physicalName(operand[0]);
  if (name === 'Fn::ImportValue') return physicalName('x'.repeat(24));
  if (name === 'Fn::Join') return operand[1].map(filledIn).join(operand[0]);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filledIn(inner)]));
}

const physicalName = (logicalId: string): string => `IvsRecordingsPipeline-${logicalId}-${'x'.repeat(12)}`;

const arnOf = (logicalId: string): string =>
  `arn:aws:states:ap-southeast-2:123456789012:stateMachine:${physicalName(logicalId)}`;
