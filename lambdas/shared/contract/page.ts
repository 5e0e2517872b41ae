/** The page, `web/`: where it stands in the cloud, what it may do, and what its document is told of the system. */

/**
 * Where it stands on the distribution. No key of an export begins like this: channels have longer ids, as with `api/`. The
 * document is at `/app/`; everything else lies below it, by relative addresses.
 */
export const pagePaths = { document: '/app/', withoutSlash: '/app' } as const;

/**
 * What the page may do: load and ask from its own origin, and nothing from elsewhere. A playing video is a `blob:` of
 * Media Source Extensions.
 * @see https://www.w3.org/TR/CSP3/
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** What the page is told of the system that serves it. */
export interface PageSettings {
  /** Where the system tells the days on which something was recorded. */
  readonly daysPath?: string;
  /** Where it tells of executions. */
  readonly runsPath?: string;
  /** `playable`: the API answers what can be played, and nothing else. Absent: also what failed, and why. */
  readonly scope?: 'playable';
  /** Where operators see executions; for a page that is told of none. */
  readonly consoleUrl?: string;
}

/**
 * Puts the settings into the document that was built: each has a `meta` element of its own there, empty until now.
 * @throws Error when one has none
 */
export function documentWith(html: string, { daysPath, runsPath, scope, consoleUrl }: PageSettings): string {
  const told = { days: daysPath, runs: runsPath, scope, console: consoleUrl };
  return Object.entries(told).reduce((document, [name, value]) => {
    if (value === undefined) return document;
    const place = `name="recordings-${name}" content=""`;
    if (!document.includes(place)) throw new Error(`The document of the page has no <meta ${place}>.`);
    return document.replace(place, () => place.replace('""', `"${value}"`));
  }, html);
}
