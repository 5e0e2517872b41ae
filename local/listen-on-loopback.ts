/** How every server of the local system is put up and taken down. */
import { once } from 'node:events';
import type { Server } from 'node:net';

/** A server that is up. */
export interface Listening {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly port: number;
  /** Breaks every connection off; resolves when none is left. */
  stop(): Promise<void>;
}

/** What is asked of a server of HTTP beside listening. */
type HttpServer = Server & { closeAllConnections(): void };

/** Listens on 127.0.0.1, where nobody else can call, on a free port unless one is given. Rejects when it is taken. */
export async function listenOnLoopback(server: HttpServer, wantedPort = 0): Promise<Listening> {
  server.listen(wantedPort, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.');
  const { port } = address;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
