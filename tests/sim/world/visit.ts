import type { PaymentView } from '../../../src-shared/contract/kiosk-ipc.ts';
import { fils } from '../../../src-shared/domain/money.ts';
import type { Order } from '../../../src-main/payment/payment-desk.ts';
import type { Kiosk } from './kiosk.ts';
import type { World } from './world.ts';

/** States after which nobody waits before the screen. */
const over: ReadonlySet<PaymentView['state']> = new Set([
  'posted',
  'not_charged',
  'cancelled',
  'closed',
  'manual',
  'reversed',
  'reversal_due',
]);

/** One visitor at one kiosk with some items to pay. */
export class Visit {
  readonly #world: World;
  readonly #kiosk: Kiosk;
  readonly #itemIds: readonly string[];
  #tries = 0;
  #pid: string | null = null;
  #gone = false;
  #scanned = false;

  constructor(world: World, kiosk: Kiosk, itemIds: readonly string[]) {
    this.#world = world;
    this.#kiosk = kiosk;
    this.#itemIds = itemIds;
  }

  /** Comes now, or when the kiosk is up again. */
  async come(): Promise<void> {
    const { life } = this.#kiosk;
    if (!life?.desk.openRails().includes(this.#world.swarm.rail)) {
      if ((this.#tries += 1) < 5 && !this.#world.healed) this.#world.agenda.after(20_000, () => void this.come());
      return;
    }
    this.#world.log(`${this.#kiosk.code} visitor wants ${this.#itemIds.join(' ')}`);
    const started = await life.desk.start(orderOf(this.#world, this.#itemIds));
    this.#world.log(`${this.#kiosk.code} start ${started.result === 'closed' ? started.reason : started.result}`);
    if (started.result !== 'started') return;
    this.#pid = started.pid;
    this.#world.visits.set(started.pid, this);
    const view = life.desk.view(started.pid);
    if (view) this.see(this.#kiosk, view);
    this.#planCard();
    this.#planToGo(started.pid);
  }

  /** Looks at the screen. */
  see(kiosk: Kiosk, view: PaymentView): void {
    if (kiosk !== this.#kiosk || this.#pid === null) return;
    const page = view.pageUrl ?? kiosk.life?.desk.pageForScreen(this.#pid) ?? null;
    if (page !== null && !this.#scanned) {
      this.#scanned = true;
      this.#world.play.open(this.#pid);
    }
    if (over.has(view.state)) this.#gone = true;
  }

  /** Presents a card, perhaps; the terminal takes it whatever has become of the kiosk. */
  #planCard(): void {
    const { terminal } = this.#kiosk;
    const { agenda, chance } = this.#world;
    if (!terminal || chance.flip(0.1)) return;
    const outcome = chance.pick(['approve', 'approve', 'approve', 'approve', 'Refusal', 'WrongPIN', 'Cancel'] as const);
    const card = { outcome, entry: 'tap', askPin: false, leave: false } as const;
    let tries = 0;
    const present = (): void => {
      if (!terminal.core.presentCard(card) && (tries += 1) < 20) agenda.after(4_000, present);
    };
    agenda.after(chance.between(1_000, 60_000), present);
  }

  #planToGo(pid: string): void {
    const { agenda, chance } = this.#world;
    if (this.#world.has('visitor_cancels') && chance.flip(0.6)) {
      agenda.after(chance.between(0, 60_000), () => {
        this.#world.regretted.add(pid);
        void this.#kiosk.life?.desk.cancel(pid);
      });
    }
    const patience = this.#world.has('visitor_leaves') && chance.flip(0.7) ? chance.between(500, 90_000) : 180_000;
    agenda.after(patience, () => {
      if (this.#gone) return;
      this.#gone = true;
      this.#world.regretted.add(pid);
      void this.#kiosk.life?.desk.leave(pid);
    });
  }
}

/** What the visitor of this world agrees to pay for these items. */
export function orderOf(world: World, itemIds: readonly string[]): Order {
  const items = itemIds.map((id) => ({
    obligationId: id,
    version: 1,
    ticketNo: id,
    title: { ar: 'وقوف', en: 'Parking' },
    occurredOn: '2026-10-01',
    amountFils: fils(world.ministry.items.get(id)?.amountFils ?? 0),
  }));
  return {
    ...{ rail: world.swarm.rail, language: 'ar', maskedNumber: '••••••••••17', items, serviceChargeFils: fils(0) },
    party: { kind: 'individual', numberKind: 'civil', number: '399123100017' },
    totalFils: fils(items.reduce((sum, { amountFils }) => sum + amountFils, 0)),
  };
}
