/** What a step reads of the context that Lambda hands to a handler. */

/** @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
export interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

/** A signal that is aborted `marginMs` before Lambda ends the invocation, so that there is time to clean up. */
export const deadlineOf = (context: LambdaContext, marginMs: number): AbortSignal =>
  AbortSignal.timeout(Math.max(0, context.getRemainingTimeInMillis() - marginMs));
