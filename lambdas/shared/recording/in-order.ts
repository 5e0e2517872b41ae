/**
 * Works on the items of a stream, up to `width` at once, and yields the results in the order of the items. It takes no
 * more items than it works on, so that what is ahead stays bounded however long the stream is.
 */
export async function* inOrder<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  width: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const ahead: Promise<Result>[] = [];
  for await (const item of items) {
    const result = work(item);
    // It is thrown when its turn comes; until then nobody waits for it.
    result.catch(() => undefined);
    ahead.push(result);
    const first = ahead.length < width ? undefined : ahead.shift();
    if (first !== undefined) yield await first;
  }
  for (const result of ahead) yield await result;
}

/** The elements of each list of a stream. */
export async function* flatten<Item>(lists: AsyncIterable<readonly Item[]>): AsyncGenerator<Item> {
  for await (const list of lists) yield* list;
}
