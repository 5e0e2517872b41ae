import { firstNotBehind, isKeyBehind } from '../list-position.ts';
import { compareUtf8 } from '../utf8-order.ts';
import type { ListStart } from './object-store.ts';

/** Values by key, to be walked in the order of S3 listings. Keys are sorted when a listing first needs them. */
export class KeyIndex<T> {
  readonly #values = new Map<string, T>();
  #sortedKeys: readonly string[] | undefined;

  get(key: string): T | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: T): void {
    if (!this.#values.has(key)) this.#sortedKeys = undefined;
    this.#values.set(key, value);
  }

  delete(key: string): void {
    if (this.#values.delete(key)) this.#sortedKeys = undefined;
  }

  /** The values whose key has the prefix, from `start` on. Changes made meanwhile show or not, but skip no other key. */
  *walk(prefix: string, start: ListStart): Generator<T> {
    this.#sortedKeys ??= [...this.#values.keys()].sort(compareUtf8);
    const keys = this.#sortedKeys;
    const isBehind = (key: string) => isKeyBehind(key, start) || compareUtf8(key, prefix) < 0;
    for (let index = firstNotBehind(keys, isBehind); index < keys.length; index++) {
      const key = keys[index] ?? '';
      if (!key.startsWith(prefix)) return;
      const value = this.#values.get(key);
      if (value !== undefined) yield value;
    }
  }
}
