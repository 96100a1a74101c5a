import type { MinistryItem, SettlementSays } from '../gateway/outside.ts';

interface Item {
  readonly amountFils: number;
  version: number;
  /** Each time somebody's payment was written to the item; once, or money was booked twice. */
  readonly credits: string[];
}

/** The ministry's register: what is owed, and who has paid it. Its own truth, whatever anybody else believes. */
export class MinistryModel {
  readonly items = new Map<string, Item>();
  readonly #settled = new Map<string, 'posted' | 'refused'>();
  down = false;

  add(itemId: string, amountFils: number): void {
    this.items.set(itemId, { amountFils, version: 1, credits: [] });
  }

  look(itemId: string): MinistryItem | 'down' | 'unknown' {
    if (this.down) return 'down';
    const item = this.items.get(itemId);
    if (!item) return 'unknown';
    return { version: item.version, amountFils: item.amountFils, paid: item.credits.length > 0 };
  }

  /** The same key is the same settlement for ever; somebody else's item is refused. */
  post(key: string, itemId: string): SettlementSays {
    const known = this.#settled.get(key);
    if (known) return known;
    const item = this.items.get(itemId);
    const says = !item || item.credits.length > 0 ? 'refused' : 'posted';
    this.#settled.set(key, says);
    if (says === 'posted') item?.credits.push(key);
    return says;
  }

  /** Somebody pays at a counter or on the web; false when it is paid already. */
  payElsewhere(itemId: string): boolean {
    const item = this.items.get(itemId);
    if (!item || item.credits.length > 0) return false;
    item.credits.push('elsewhere');
    return true;
  }
}
