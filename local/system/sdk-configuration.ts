/** What every SDK client on the laptop is made with. */

/** Region and credentials; the endpoint is added by each user. */
export interface SdkConfiguration {
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** How long a workflow waits for a service's answer. */
  readonly answerTimeoutMs?: number;
}

/** Credentials that mean nothing: no embedded service checks a signature. */
export const makeSdkConfiguration = (region: string): SdkConfiguration => ({
  region,
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});
