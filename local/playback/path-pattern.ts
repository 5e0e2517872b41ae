/**
 * Whether a path belongs to a behaviour's pattern: `*` stands for any characters, also none and also `/`; `?` for
 * exactly one; all others for themselves, capitals apart from small letters. A leading `/` of the pattern is optional.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html
 */
export const isMatchingPath = (pathPattern: string, path: string): boolean =>
  isMatchingWildcards(pathPattern.replace(/^\//, ''), path.replace(/^\//, ''));

/** The same for any text, such as the resource of a viewer's policy: nothing is optional. */
export function isMatchingWildcards(pattern: string, text: string): boolean {
  const expression = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]');
  return new RegExp(`^${expression}$`, 'u').test(text);
}
