import { type Finding, fault, ok, regionOf } from './check.ts';
import type { DoctorPorts } from './doctor-ports.ts';
import { allowingStatements, isCovered, isForService } from './policy-document.ts';

/** Whether services may invoke a function. @param services such as `events.amazonaws.com` */
export async function checkFunction(
  functionArn: string,
  services: readonly string[],
  { functionPolicy }: Pick<DoctorPorts, 'functionPolicy'>,
): Promise<Finding> {
  const statements = allowingStatements(await functionPolicy(functionArn)).filter(({ Action }) =>
    isCovered(Action, 'lambda:InvokeFunction'),
  );
  const denied = services.filter((service) => !statements.some((statement) => isForService(statement, service)));
  if (denied.length === 0) return ok(`${services.join(' and ')} may invoke it`);
  const name = functionArn.split(':').at(6) ?? functionArn;
  return fault(
    `${denied.join(' and ')} may not invoke ${functionArn}`,
    `Was its policy changed, or the function deleted, by hand? aws lambda get-policy --region ${regionOf(functionArn)} --function-name ${name}; then aws lambda add-permission with the principal.`,
  );
}
