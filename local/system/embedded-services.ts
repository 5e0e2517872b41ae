/** Starts the embedded servers that need nothing of each other but S3, and stops them together. */
import path from 'node:path';
import { runPaths } from '../../lambdas/shared/contract/run-view.ts';
import { type CatalogDatabase, startCatalogDatabase } from '../catalog/catalog-database.ts';
import type { IvsServer } from '../ivs/server.ts';
import type { JobFailedError } from '../mediaconvert/job-failure.ts';
import { type MediaConvertServer, startMediaConvertServer } from '../mediaconvert/server.ts';
import { type Messaging, startMessaging } from '../messaging/messaging.ts';
import { makePublishLog, readPublishLog } from '../messaging/publish-log.ts';
import type { FaultSources } from '../page/fault-routes.ts';
import { pageDirectory, readPageFiles } from '../page/page-files.ts';
import type { RunSources } from '../page/run-routes.ts';
import { daysPath, makeServePage } from '../page/serve-page.ts';
import type { InvokeFunction } from '../playback/function-origin.ts';
import { startPlaybackServer } from '../playback/server.ts';
import type { S3ObjectCreated } from '../s3/notifications.ts';
import { type S3Server, startS3Server } from '../s3/server.ts';
import type { SystemModel } from '../template/system-model.ts';
import { startLocalIvs } from './local-ivs.ts';
import { localEnvironment } from './local-system-model.ts';
import { makeSdkConfiguration } from './sdk-configuration.ts';

/** See the file's comment. */
export interface EmbeddedServices {
  readonly s3: S3Server;
  readonly messaging: Messaging;
  readonly catalog: CatalogDatabase;
  readonly mediaconvert: MediaConvertServer;
  readonly playback: { readonly url: string };
  /** Whether the page is served at the root of `playback`: it has to have been built. */
  readonly hasPage: boolean;
  readonly ivs: IvsServer;
  stop(): Promise<void>;
}

/** Parts that were started, the last first, so that each stops before what it uses. */
export class StartedParts {
  readonly #parts: { stop(): Promise<void> }[] = [];

  /** Remembers a part and hands it back. */
  keep<T extends { stop(): Promise<void> }>(part: T): T {
    this.#parts.unshift(part);
    return part;
  }

  /** Stops every part, also after one that does not stop; throws what that one threw. */
  async stop(): Promise<void> {
    const failures: unknown[] = [];
    for (const part of this.#parts.splice(0)) await part.stop().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  }

  /** Runs `start`; when it fails, what it had kept is stopped again. */
  async orStop<T>(start: () => Promise<T>): Promise<T> {
    try {
      return await start();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }
}

/** Where every message is kept that was published in a system's folder. */
export const publishLogFile = (directory: string): string => path.join(directory, 'messages.jsonl');

/** What the services ask of the rest of the system. */
export interface EmbeddedServicesHooks {
  readonly onObjectCreated: (event: S3ObjectCreated) => void;
  /** For the behaviours of the distribution that are a function's. */
  readonly invokeFunction: InvokeFunction;
  /** What the page shows of executions. */
  readonly runs: Omit<RunSources, 'messages'>;
  /** The page's fault panel. */
  readonly faults: FaultSources;
  /** See {@link startMediaConvertServer}. */
  readonly failureOfJob: () => JobFailedError | undefined;
}

/** Starts them with the buckets, tables, topics and queues of the model. */
export async function startEmbeddedServices(
  model: SystemModel,
  directory: string,
  { onObjectCreated, invokeFunction, runs, faults, failureOfJob }: EmbeddedServicesHooks,
): Promise<EmbeddedServices> {
  const { region } = localEnvironment;
  const sdk = makeSdkConfiguration(region);
  const parts = new StartedParts();
  return parts.orStop(async () => {
    const s3 = parts.keep(await startS3Server({ directory: path.join(directory, 's3'), region, onObjectCreated }));
    for (const bucket of model.buckets) await s3.createBucket(bucket);
    const messaging = parts.keep(await startMessaging(model, sdk, makePublishLog(publishLogFile(directory))));
    const catalog = parts.keep(await startCatalogDatabase(model.tables, sdk, path.join(directory, 'catalog')));
    const mediaconvert = parts.keep(
      await startMediaConvertServer({
        s3Endpoint: s3.url,
        directory: path.join(directory, 'mediaconvert'),
        failureOfJob,
      }),
    );
    const page = readPageFiles(pageDirectory, { daysPath, runsPath: runPaths.runs });
    const servePage =
      page &&
      makeServePage(page, {
        days: () => catalog.days(),
        runs: { ...runs, messages: () => readPublishLog(publishLogFile(directory)) },
        faults,
      });
    const playback = parts.keep(
      await startPlaybackServer({
        originEndpoint: s3.url,
        behaviours: model.behaviours,
        invokeFunction,
        ...(servePage && { servePage }),
      }),
    );
    const ivs = parts.keep(await startLocalIvs(model, s3.url));
    return {
      s3,
      messaging,
      catalog,
      mediaconvert,
      playback,
      hasPage: page !== undefined,
      ivs,
      stop: () => parts.stop(),
    };
  });
}
