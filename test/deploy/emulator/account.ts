/** Where the emulated deployment is. MiniStack takes an access key of 12 digits for the account. */
export const accountId = '123456789012';
export const region = 'us-west-2';

/** With it, the key is the account's root; MiniStack has it in its own environment. */
export const secretAccessKey = 'emulated-root';

/** What an SDK client needs to reach the emulator at `url`. */
export const clientSettings = (url: string) => ({
  region,
  endpoint: url,
  credentials: { accessKeyId: accountId, secretAccessKey },
});

/** What the CDK's command line needs, besides a place for its files. */
export const cliEnvironment = (url: string): Record<string, string> => ({
  AWS_ENDPOINT_URL: url,
  // The SDK takes path-style addresses for 127.0.0.1 by itself.
  AWS_ENDPOINT_URL_S3: url,
  AWS_ACCESS_KEY_ID: accountId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_EC2_METADATA_DISABLED: 'true',
});
