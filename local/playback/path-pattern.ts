/**
 * Whether a path belongs to a behaviour's pattern: `*` stands for any characters, also none and also `/`; `?` for
 * exactly one; all others for themselves, capitals apart from small letters. A leading `/` of the pattern is optional.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html
 */
export function isMatchingPath(pathPattern: string, path: string): boolean {
  const pattern = pathPattern.replace(/^\//, '').replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  const expression = pattern.replaceAll('*', '[^]*').replaceAll('?', '[^]');
  return new RegExp(`^${expression}$`, 'u').test(path.replace(/^\//, ''));
}
