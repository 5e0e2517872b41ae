import assert from 'node:assert/strict';

/**
 * Fails unless each key lies below a prefix however it is read: as it stands, by a server that resolves points or decodes
 * once more, or by one that takes backslashes for slashes.
 */
export function requireInside(prefix: string, ...keys: string[]): void {
  for (const key of keys) {
    const where = `the key ${JSON.stringify(key)} of ${prefix}/`;
    assert.ok(key.startsWith(`${prefix}/`), `${where} begins elsewhere`);
    const below = key.slice(prefix.length + 1);
    assert.ok(!/(?:^|\/)\.\.?(?:\/|$)/.test(below), `${where} climbs`);
    assert.ok(!/%(?:2e|2f|5c)/i.test(below), `${where} climbs once it is decoded`);
    assert.ok(!/[\p{Cc}\\]/u.test(below), `${where} holds a control character or a backslash`);
  }
}

/**
 * Fails unless DynamoDB takes the typed values: numbers in its range, keys with a character, 32 levels.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
export function requireStorable(value: unknown, depth = 0): void {
  assert.ok(depth <= 2 * 32, 'nested more than 32 levels');
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    assert.notEqual(key, '');
    if (key === 'N' && typeof inner === 'string') requireNumber(inner);
    else requireStorable(inner, depth + 1);
  }
}

function requireNumber(text: string): void {
  const size = Math.abs(Number(text));
  assert.ok(size === 0 || (size >= 1e-130 && size <= 9.99e125), `the number ${text}`);
}
