import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { dayOf, isPayable, titleOf, type Obligation, type System } from '../../src-shared/domain/obligation.ts';
import { maskNumber } from '../../src-shared/domain/mask.ts';
import { sumFils, fils } from '../../src-shared/domain/money.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import type { Order } from '../../src-main/payment/payment-desk.ts';
import { demoIdentities } from '../../src-simulators/world/world.ts';
import { makeRandom, type Random } from '../../src-simulators/world/random.ts';
import { openKioskCore, type KioskCore } from './kiosk-core.ts';
import type { Scene } from './kiosk-core-scene.ts';
import { payOnPhone } from './knet-payer.ts';

/** What money hangs on, as it is about to be sent: the moments at which a process is worth killing. */
export type Moment = 'reserve' | 'open' | 'report' | 'commit' | 'withdraw' | 'press' | 'card';

/** Kiosks with visitors who pay one after the other until told to stop. */
export interface Load {
  readonly kiosks: readonly KioskCore[];
  /** Resolves when something of this kind is about to be sent, or after `limitMs`. */
  next(moment: Moment, limitMs: number): Promise<void>;
  /** No new visitors; resolves when those under way have gone. What they left open is followed on. */
  lastVisitor(): Promise<void>;
  stop(): Promise<void>;
}

/** How long a visitor waits: for the code on the screen, and for the outcome, ms. */
const codeLimitMs = 8_000;
const outcomeLimitMs = 3_000;
const enrolLimitMs = 30_000;

const settled: readonly string[] = ['posted', 'not_charged', 'cancelled'];

/** Opens one kiosk core per enrolment code of the scene, enrols them and sends visitors. */
export async function startLoad(scene: Scene, folder: string, seed: number): Promise<Load> {
  const ears = new Set<(moment: Moment) => void>();
  const tell = (moment: Moment): void => {
    for (const ear of [...ears]) ear(moment);
  };
  const kiosks = await Promise.all(
    scene.enrolCodes.map((enrolCode, at) =>
      openKioskCore({
        folder: join(folder, `kiosk-${at + 1}`),
        gatewayUrl: scene.gatewayUrl,
        enrolCode,
        address: `10.1.0.${at + 1}`,
        onRequest: (target) => {
          const moment = momentOf(target);
          if (moment !== null) tell(moment);
        },
      }),
    ),
  );
  await Promise.all(kiosks.map((kiosk) => kiosk.enrolled(enrolLimitMs)));
  let open = true;
  const everybody = kiosks.map(async (kiosk, at) => {
    const random = makeRandom(seed * 1_000 + at);
    for (let visit = 0; open; visit += 1) {
      await pause(random.int(0, 400));
      await visitOnce(kiosk, random, `10.2.${at + 1}.${visit % 250}`, tell);
    }
  });
  const visitors = Promise.all(everybody);
  // Whoever waits for the last visitor hears of it.
  visitors.catch(() => undefined);
  return {
    kiosks,
    next: (moment, limitMs) =>
      new Promise((resolve) => {
        const hear = (heard: Moment): void => {
          if (heard === moment) leave();
        };
        const timer = setTimeout(leave, limitMs);
        function leave(): void {
          clearTimeout(timer);
          ears.delete(hear);
          resolve();
        }
        ears.add(hear);
      }),
    lastVisitor: async () => {
      open = false;
      await visitors;
    },
    stop: async () => {
      open = false;
      await Promise.all(kiosks.map((kiosk) => kiosk.stop()));
    },
  };
}

function momentOf(target: string): Moment | null {
  if (target === '/v1/payments') return 'reserve';
  const [, verb] = /^\/v1\/payments\/[0-9a-f]{32}(?:\/(open|commit|withdraw))?$/.exec(target) ?? [null, null];
  if (verb === null) return null;
  return verb === 'open' || verb === 'commit' || verb === 'withdraw' ? verb : 'report';
}

/** One visitor: looks up, chooses one to three tickets, pays by phone, or changes their mind. */
async function visitOnce(
  kiosk: KioskCore,
  random: Random,
  address: string,
  tell: (moment: Moment) => void,
): Promise<void> {
  const { party } = random.pick(demoIdentities);
  const systems: System[] = party.kind === 'company' ? ['traffic'] : ['traffic', 'residency'];
  const asked = await kiosk.connection.gateway.inquire({ party, systems });
  if (!asked.ok || asked.value.result !== 'answered') return;
  const payable = asked.value.answer.obligations.filter(isPayable);
  if (payable.length === 0) return;
  const first = random.int(0, payable.length - 1);
  const chosen = payable.slice(first, first + random.int(1, 3));
  const started = await kiosk.desk.start(orderOf(party, chosen));
  if (started.result !== 'started') return;
  const { pid } = started;
  const pageUrl = await pageOf(kiosk, pid);
  if (pageUrl === null || random.chance(10)) {
    await kiosk.desk.cancel(pid);
  } else {
    const expiryMonth = random.chance(10) ? '10' : '09';
    await payOnPhone(pageUrl, { address, expiryMonth, onStep: tell });
  }
  const end = performance.now() + outcomeLimitMs;
  while (performance.now() < end && !settled.includes(kiosk.book.get(pid)?.state ?? '')) await pause(50);
  await kiosk.desk.leave(pid);
}

async function pageOf(kiosk: KioskCore, pid: string): Promise<string | null> {
  const end = performance.now() + codeLimitMs;
  while (performance.now() < end) {
    const view = kiosk.desk.view(pid);
    if (view === null || view.state !== 'sending') return null;
    if (view.pageUrl !== null) return view.pageUrl;
    await pause(20);
  }
  return null;
}

/** What the visitor agreed to pay, as the session makes it of a live answer. */
export function orderOf(party: Party, chosen: readonly Obligation[]): Order {
  return {
    rail: 'phone',
    language: 'ar',
    party,
    maskedNumber: maskNumber(party.number),
    items: chosen.map((obligation) => ({
      obligationId: obligation.id,
      version: obligation.version,
      system: obligation.system,
      ticketNo: obligation.detail.ticketNo,
      title: titleOf(obligation),
      occurredOn: dayOf(obligation),
      amountFils: obligation.amountFils,
    })),
    serviceChargeFils: fils(0),
    totalFils: sumFils(chosen.map(({ amountFils }) => amountFils)),
  };
}
