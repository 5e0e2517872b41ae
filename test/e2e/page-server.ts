/** A page on loopback that plays, from another origin than the playback server's: see player.js. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const scripts: Readonly<Record<string, Buffer>> = {
  '/hls.js': readFileSync(createRequire(import.meta.url).resolve('hls.js/dist/hls.min.js')),
  '/player.js': readFileSync(path.join(import.meta.dirname, 'player.js')),
};
const page = `<!doctype html><title>player</title><video muted playsinline></video>
<script src="/hls.js"></script><script src="/player.js"></script>`;

/** Starts it on a free port. */
export async function startPageServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const script = scripts[request.url ?? ''];
    response.writeHead(200, { 'content-type': script === undefined ? 'text/html' : 'text/javascript' });
    response.end(script ?? page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
