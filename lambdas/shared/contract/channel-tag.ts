/**
 * The tag by which a channel says what its recordings are exported to: `recordings:exports` = `archive+social`, names of
 * profiles, or `none`. IVS takes letters, digits, spaces and `_.:/=+-@` in a tag's value, so no comma.
 * @see https://docs.aws.amazon.com/ivs/latest/LowLatencyAPIReference/API_TagResource.html
 */
export const exportsTag = 'recordings:exports';

/** The names in the tag's value, each once, in their order; none of them need be a profile's. */
export function parseExportsTag(value: string): string[] {
  const names = value.split('+').map((name) => name.trim());
  const given = [...new Set(names)].filter((name) => name !== '');
  return given.length === 1 && given[0] === 'none' ? [] : given;
}
