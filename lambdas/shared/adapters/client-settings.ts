/**
 * Settings of the SDK clients that answer in milliseconds (Step Functions, DynamoDB, SNS). Without them a lost packet
 * would hold a request, and with it the whole invocation, until the function's own time-out.
 *
 * 4 attempts of at most 4 s and the SDK's back-off between them stay below 20 s for one call.
 */
export const clientSettings = {
  maxAttempts: 4,
  requestHandler: {
    connectionTimeout: 1000,
    requestTimeout: 4000,
    // Without this the SDK only warns and waits on.
    throwOnRequestTimeout: true,
    // The request's own time ends with the answer's first line: this is for one that comes to a halt after it.
    socketTimeout: 4000,
  },
};

/** For answers that somebody waits for: 3 attempts of at most 1.5 s stay below 6 s, where CloudFront waits for 10. */
export const impatientClientSettings = {
  maxAttempts: 3,
  requestHandler: { ...clientSettings.requestHandler, requestTimeout: 1500, socketTimeout: 1500 },
};
