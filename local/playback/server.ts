import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenOnLoopback } from '../listen-on-loopback.ts';
import type { ServePage } from '../page/serve-page.ts';
import type { InvokeFunction } from './function-origin.ts';
import { type PlaybackBehaviour, type PlaybackSetup, respond } from './respond.ts';
import { createS3Origin, type ReadObject } from './s3-origin.ts';

/** How a playback server is set up. */
export interface PlaybackServerOptions {
  /** In order, the default last, as in the distribution. */
  readonly behaviours: readonly PlaybackBehaviour[];
  /** The S3 server that holds the buckets of the behaviours. */
  readonly originEndpoint: string;
  /** Port on 127.0.0.1; a free one when left out. */
  readonly port?: number;
  /** What reads an object; from `originEndpoint` by HTTP when left out. */
  readonly readObject?: ReadObject;
  /** Answers what belongs to the page, before any behaviour; there is no page when left out. */
  readonly servePage?: ServePage;
  /** Needed where a behaviour is a function's. */
  readonly invokeFunction?: InvokeFunction;
}

/** A playback server that runs. */
export interface PlaybackServer {
  /** Without a slash at the end, as a distribution's `https://d111111abcdef8.cloudfront.net`. */
  readonly url: string;
  /** Ends every download and closes the server. */
  stop(): Promise<void>;
}

/**
 * Starts a server on loopback in the place of the CloudFront distribution: objects of the buckets by path patterns,
 * with ranges, conditions and CORS, and what functions answer. It caches nothing, so cache policies and the query have no effect.
 */
export async function startPlaybackServer(options: PlaybackServerOptions): Promise<PlaybackServer> {
  const { behaviours, originEndpoint, port = 0 } = options;
  const readObject = options.readObject ?? createS3Origin(originEndpoint);
  const { invokeFunction = noFunctions, servePage = noPage } = options;
  const setup: PlaybackSetup = { behaviours, readObject, invokeFunction };
  const server = createServer((request, response) => {
    void answer(setup, servePage, request, response);
  });
  return listenOnLoopback(server, port);
}

const noPage: ServePage = async () => false;

const noFunctions: InvokeFunction = async (functionArn) => {
  throw new Error(`This playback server invokes no functions, and ${functionArn} is one`);
};

/** A fault of the origin is a 502; one in the middle of a body, or a viewer who left, ends the connection. */
async function answer(
  setup: PlaybackSetup,
  servePage: ServePage,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (await servePage(request, response)) return;
    await respond(setup, request, response);
  } catch (error) {
    if (response.headersSent || response.destroyed) {
      response.destroy();
    } else {
      const reason = error instanceof Error ? error.message : String(error);
      response.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' }).end(`The origin failed: ${reason}\n`);
    }
  }
}
