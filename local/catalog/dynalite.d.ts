/** dynalite 4 ships no types; this is what is used of it. */
declare module 'dynalite' {
  import type { Server } from 'node:http';
  export default function dynalite(options: { createTableMs?: number; path?: string }): Server;
}
