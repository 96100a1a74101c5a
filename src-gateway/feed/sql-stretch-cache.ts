import type { Kysely } from 'kysely';
import { toHex } from '../../src-shared/feed/segment.ts';
import type { Tables } from '../db/tables.ts';
import type { GatewayKeys } from '../keys/gateway-keys.ts';
import type { StretchCache } from './stretch.ts';

const markBytes = 16;
const padBytes = 32;

/**
 * Stretched names in the gateway's database. Neither a name nor what it became stands there: the row is found by a MAC
 * of the name, and its value is covered by another part of the same MAC.
 */
export function sqlStretchCache(db: Kysely<Tables>, noteMac: GatewayKeys['feedNoteMac']): StretchCache {
  const placeOf = (epoch: number, name: string): { mark: Uint8Array; pad: Uint8Array } => {
    const mac = noteMac(`feed name ${epoch} ${name}`);
    return { mark: mac.subarray(0, markBytes), pad: mac.subarray(-padBytes) };
  };
  return {
    find: async (epoch, names) => {
      const places = new Map(names.map((name) => [name, placeOf(epoch, name)]));
      const marks = [...places.values()].map(({ mark }) => mark);
      if (marks.length === 0) return new Map();
      const query = db.selectFrom('feed_stretched').select(['mark', 'covered']);
      const rows = await query.where('epoch', '=', epoch).where('mark', 'in', marks).execute();
      const covered = new Map(rows.map((row) => [toHex(row.mark), row.covered]));
      return new Map(
        [...places].flatMap(([name, { mark, pad }]) => {
          const value = covered.get(toHex(mark));
          return value === undefined ? [] : [[name, xor(value, pad)] as const];
        }),
      );
    },
    keep: async (epoch, stretched) => {
      const rows = [...stretched].map(([name, value]) => {
        const { mark, pad } = placeOf(epoch, name);
        return { epoch, mark, covered: xor(value, pad) };
      });
      await db
        .insertInto('feed_stretched')
        .values(rows)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    forgetBefore: async (epoch) => {
      await db.deleteFrom('feed_stretched').where('epoch', '<', epoch).execute();
    },
  };
}

function xor(one: Uint8Array, other: Uint8Array): Uint8Array {
  return one.map((byte, at) => byte ^ (other[at] ?? 0));
}
