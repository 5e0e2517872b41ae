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
