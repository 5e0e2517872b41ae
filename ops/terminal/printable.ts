/**
 * Characters that a terminal acts upon, or that reorder or hide text: controls (escape sequences begin with one), text
 * direction and other format characters, line separators, lone surrogates.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Text of unknown origin (file names, playlists, arguments) for one line of a terminal: nothing in it can move the
 * cursor, change colours or forge a line.
 */
export const printable = (text: string): string =>
  text.replace(UNSAFE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);

/**
 * A value as JSON in one line that is as safe to print as {@link printable} text, and means the same. What is `undefined`
 * becomes `null`, so that a reader finds every field.
 */
export const printableJson = (value: unknown): string =>
  JSON.stringify(value, (_, field: unknown) => (field === undefined ? null : field)).replace(UNSAFE, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
