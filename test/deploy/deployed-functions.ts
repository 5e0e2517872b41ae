/** Functions of a deployment: found by their stems, and invoked. */
import assert from 'node:assert/strict';
import { InvokeCommand, type LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';

/** The deployed function of a step, of which no output tells. */
export async function nameOfFunction(lambda: LambdaClient, stem: string): Promise<string> {
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({ MaxItems: 50 }));
  const found = Functions.flatMap(({ FunctionName = '' }) => (FunctionName.includes(stem) ? [FunctionName] : []));
  assert.equal(found.length, 1, `found the functions ${found.join(', ')} for ${stem}`);
  return found[0]!;
}

/** Invokes a function, which must not fail. @returns what it answers, as JSON */
export async function invokeFunction(lambda: LambdaClient, FunctionName: string, event: object): Promise<string> {
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)) }),
  );
  const answer = Buffer.from(Payload ?? []).toString('utf8');
  assert.equal(FunctionError, undefined, `${FunctionName} failed: ${answer}`);
  return answer;
}
