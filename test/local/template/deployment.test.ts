// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation writes its placeholders so.
import { expect, test } from '@jest/globals';
import { deployLocally } from '../../../local/template/deployment.ts';
import { deploy, environment, makeStack } from './stacks.ts';

test("a value that another stack exports is found, whatever the stacks' order", () => {
  const user = makeStack('User', {
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: { Bucket: { 'Fn::ImportValue': 'Storage:Name' } },
    },
  });
  const owner = makeStack(
    'Owner',
    { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'my-recordings' } } },
    { Outputs: { Name: { Value: { Ref: 'Bucket' }, Export: { Name: 'Storage:Name' } } } },
  );

  const { resources, outputs } = deploy(user, owner);

  expect(resources.find(({ logicalId }) => logicalId === 'Machine')?.properties).toEqual({ Bucket: 'my-recordings' });
  expect(outputs.get('Owner')?.get('Name')).toBe('my-recordings');
});

test('a resource refers to others by name and attribute, and to the place where it is', () => {
  const stack = makeStack(
    'Stack',
    {
      Queue: { Type: 'AWS::SQS::Queue' },
      Named: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'named' } },
      Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Named' } } },
      User: {
        Type: 'AWS::Some::Type',
        Properties: {
          queue: { 'Fn::GetAtt': ['Queue', 'Arn'] },
          version: { Ref: 'Version' },
          here: { 'Fn::Sub': '${AWS::Partition} ${AWS::AccountId} ${AWS::Region} ${AWS::StackName} ${Size}' },
        },
      },
    },
    { Parameters: { Size: { Default: 7 } } },
  );

  const user = deploy(stack).resources.find(({ logicalId }) => logicalId === 'User');

  expect(user?.properties).toEqual({
    queue: 'arn:aws:sqs:us-west-2:000000000000:Stack-Queue',
    version: 'arn:aws:lambda:us-west-2:000000000000:function:named:1',
    here: 'aws 000000000000 us-west-2 Stack 7',
  });
});

test('resources of unwanted types are not even looked at', () => {
  const stack = makeStack('Stack', {
    Wanted: { Type: 'AWS::SNS::Topic' },
    Unwanted: { Type: 'AWS::IAM::Policy', Properties: { Odd: { 'Fn::If': ['A', 1, 2] } }, Condition: 'A' },
  });

  const { resources } = deployLocally([stack], environment, (type) => type === 'AWS::SNS::Topic');

  expect(resources.map(({ logicalId }) => logicalId)).toEqual(['Wanted']);
});

test.each([
  ['an attribute that is not known', { 'Fn::GetAtt': ['Queue', 'Colour'] }, /Stack\/Queue .* has no attribute Colour/],
  ['a resource that is not there', { Ref: 'Nobody' }, /Stack refers to Nobody, which is no resource of it/],
  ['an export that is not there', { 'Fn::ImportValue': 'Nothing' }, /No stack exports Nothing/],
])('%s is refused by name', (_name, value, expected) => {
  const stack = makeStack('Stack', {
    Queue: { Type: 'AWS::SQS::Queue' },
    User: { Type: 'AWS::Some::Type', Properties: { value } },
  });

  expect(() => deploy(stack)).toThrow(expected);
});

test('a resource with a condition is refused, since nobody judges conditions', () => {
  const stack = makeStack('Stack', { Queue: { Type: 'AWS::SQS::Queue', Condition: 'IsProduction' } });

  expect(() => deploy(stack)).toThrow('Stack/Queue has the condition IsProduction');
});
