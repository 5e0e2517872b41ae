/** The page as the build left it. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A page that was built. */
export interface BuiltPage {
  /** `index.html`. */
  readonly document: string;
  /** What lies below `_page/`, by name: texts all of them. */
  readonly assets: Readonly<Record<string, string>>;
}

/** Reads all of it. */
export function readBuiltPage(directory: string): BuiltPage {
  const read = (name: string): string => readFileSync(path.join(directory, name), 'utf8');
  const names = readdirSync(path.join(directory, '_page'));
  return {
    document: read('index.html'),
    assets: Object.fromEntries(names.map((name) => [name, read(`_page/${name}`)])),
  };
}
