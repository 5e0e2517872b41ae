/** A local IVS: its control plane as far as recording goes, in memory. Nothing is streamed. */
import { createServer } from 'node:http';
import { listenOnLoopback } from '../listen-on-loopback.ts';
import { CallRate } from './call-rate.ts';
import { IvsResources, type SeededChannel, type SeededConfiguration } from './ivs-resources.ts';
import { type Admission, answerRequest, type IvsCall } from './rest-api.ts';

/** How a local IVS is set up. */
export interface IvsServerOptions {
  readonly accountId: string;
  readonly region: string;
  /** Port on 127.0.0.1; a free one when left out. */
  readonly port?: number;
  /** What is there from the start. */
  readonly channels?: readonly SeededChannel[];
  readonly recordingConfigurations?: readonly SeededConfiguration[];
  /** Milliseconds since the epoch; the system's clock when left out. */
  readonly clock?: () => number;
  /** How long a new recording configuration is `CREATING`; 2 s when left out. */
  readonly activationMs?: number;
  /** Whether calls beyond the quotas are answered with ThrottlingException; they are not when left out. */
  readonly isThrottling?: boolean;
  /** Region of a bucket of the account, `undefined` for none; every bucket is in `region` when left out. */
  readonly regionOfBucket?: (bucketName: string) => Promise<string | undefined>;
  /** Told of every call before it is answered; refuses it by throwing an `IvsRefusal`. */
  readonly onCall?: (call: IvsCall) => void;
}

/** An IVS that runs. */
export interface IvsServer {
  /** For `AWS_ENDPOINT_URL_IVS`, or the client's `endpoint`. */
  readonly url: string;
  /** What is there, to look at and to change behind the API's back. */
  readonly resources: IvsResources;
  stop(): Promise<void>;
}

/** IVS takes some seconds; so that a wait for it is seen. */
const defaultActivationMs = 2000;

/**
 * Starts an IVS on loopback that speaks the REST protocol of @aws-sdk/client-ivs. Signatures are not checked.
 * @see https://docs.aws.amazon.com/ivs/latest/LowLatencyAPIReference/Welcome.html
 */
export async function startIvsServer(options: IvsServerOptions): Promise<IvsServer> {
  const { region, clock = Date.now, activationMs = defaultActivationMs } = options;
  const resources = seed(options);
  const regionOfBucket = options.regionOfBucket ?? (async () => region);
  const admission: Admission = {
    rate: options.isThrottling === true ? new CallRate() : undefined,
    onCall: options.onCall ?? (() => {}),
  };
  const server = createServer((request, response) => {
    const context = { resources, region, nowMs: clock(), activationMs, regionOfBucket };
    answerRequest(context, admission, request, response).catch((error: Error) => response.destroy(error));
  });
  return { ...(await listenOnLoopback(server, options.port)), resources };
}

function seed(options: IvsServerOptions): IvsResources {
  const resources = new IvsResources(options);
  for (const configuration of options.recordingConfigurations ?? []) resources.addConfiguration(configuration);
  for (const channel of options.channels ?? []) resources.addChannel(channel);
  return resources;
}
