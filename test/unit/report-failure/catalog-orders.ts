/** Writes to the catalog, done in every order in which they can arrive. */
import { expect } from '@jest/globals';
import { makeUpdateCatalog } from '../../../lambdas/shared/adapters/catalog-writer.ts';
import { type ConditionalUpdate, catalogItemSchema, type Run } from '../../../lambdas/shared/contract/catalog.ts';
import { parseRecordingPrefix, type RecordingLocation } from '../../../lambdas/shared/contract/recording-location.ts';
import { permutationsOf } from '../../fixtures/permutations.ts';
import type { ItemKey, startCatalogTable } from '../shared/adapters/catalog-table.ts';
import { type RegisteredValues, registrationOf } from './registrations.ts';

type Table = Awaited<ReturnType<typeof startCatalogTable>>;

/** A moment, in seconds. */
export const at = (seconds: number): string => new Date(Date.UTC(2026, 5, 24, 8) + seconds * 1000).toISOString();

export const runOf = (name: string, redriveCount = 0): Run => ({
  executionArn: `arn:aws:states:us-west-2:123456789012:execution:a-machine:${name}`,
  startedAt: at(0),
  redriveCount,
});

/** Writes something about a recording, as a state machine or report-failure would. */
export type Deed = (location: RecordingLocation) => Promise<unknown>;

/** What the order has to keep to, given the names of the deeds. */
export type IsPossible = (order: readonly string[]) => boolean;

export const isBefore = (order: readonly string[], first: string, second: string): boolean =>
  order.indexOf(first) < order.indexOf(second);

/** The deeds of a test, on one table. */
export class CatalogOrders {
  readonly #table: Table;
  readonly #keyOf: (location: RecordingLocation) => ItemKey;
  #recordingCount = 0;

  constructor(table: Table, keyOf: (location: RecordingLocation) => ItemKey) {
    this.#table = table;
    this.#keyOf = keyOf;
  }

  /** What a registering state writes; that it was overtaken is no failure of it, see its Catch. */
  register =
    (machine: string, state: string, valuesOf: (location: RecordingLocation) => RegisteredValues): Deed =>
    (location) =>
      this.#table
        .update(this.#keyOf(location), registrationOf(machine, state, valuesOf(location)))
        .catch((error: unknown) => {
          if (!(error instanceof Object && 'name' in error && error.name === 'ConditionalCheckFailedException'))
            throw error;
        });

  /** What report-failure writes. */
  report =
    (updatesOf: (location: RecordingLocation) => readonly ConditionalUpdate[]): Deed =>
    async (location) => {
      for (const update of updatesOf(location))
        await makeUpdateCatalog(this.#table.client, this.#table.tableName)(update);
    };

  /** Each order by itself, so that a failure tells which. */
  async expectAll(
    deeds: Readonly<Record<string, Deed>>,
    expected: object,
    absent: string[],
    isPossible: IsPossible = () => true,
  ): Promise<void> {
    const orders = permutationsOf(Object.keys(deeds)).filter(isPossible);
    expect(orders.length).toBeGreaterThan(1);
    for (const order of orders) {
      const location = this.#nextLocation();
      for (const name of order) await deeds[name]?.(location);
      const item = catalogItemSchema.parse(await this.#table.readItem(this.#keyOf(location)));
      expect({ order, ...item }).toMatchObject({ order, ...expected });
      const present = absent.filter((name) => Object.hasOwn(item, name));
      expect({ order, present }).toEqual({ order, present: [] });
    }
  }

  #nextLocation(): RecordingLocation {
    return parseRecordingPrefix(`ivs/v1/123456789012/AbCdef1G2hij/2026/6/23/20/12/r${this.#recordingCount++}`)!;
  }
}
