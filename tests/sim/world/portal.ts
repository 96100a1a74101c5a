import type { World } from './world.ts';

/** The acquirer's portal, in which people look and give money back. */
export class Portal {
  readonly #world: World;
  readonly #counter = new Map<string, number>();
  /** By refund reference: what people gave back. */
  readonly given = new Set<string>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Was this refund given back before, by people or by a machine, although the gateway does not know? */
  hasRefund(pid: string, ref: string, amountFils: number): boolean {
    if (this.given.has(`${pid} ${ref}`)) return true;
    const knet = this.#world.knet.records.get(pid);
    if (!knet) return this.#reversedAtTerminal(pid);
    const byMachine = knet.refunds.length - [...this.given].filter((given) => given.startsWith(`${pid} `)).length;
    return byMachine > this.#known(pid) && knet.refunds.includes(amountFils);
  }

  giveBack(pid: string, ref: string, amountFils: number): void {
    this.given.add(`${pid} ${ref}`);
    if (!this.#world.knet.refund(pid, amountFils)) this.#counter.set(pid, this.handedOut(pid) + amountFils);
  }

  /** Given back to the payer of a terminal's capture by people, fils. */
  handedOut(pid: string): number {
    return this.#counter.get(pid) ?? 0;
  }

  #reversedAtTerminal(pid: string): boolean {
    const facts = this.#world.kiosks.flatMap(({ terminal }) => terminal?.money() ?? []);
    return facts.some((fact) => fact.pid === pid && fact.kind === 'reversed');
  }

  /** Refunds a machine has done and said so. */
  #known(pid: string): number {
    const refunds = [...this.#world.gateway.model.tables.refunds.values()];
    return refunds.filter((refund) => refund.pid === pid && refund.proof?.startsWith('T-')).length;
  }
}
