import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ChainHead } from '../../src-shared/contract/journal.ts';
import { signedDayReportSchema, type SignedDayReport } from '../../src-shared/domain/day-report.ts';
import { fils } from '../../src-shared/domain/money.ts';
import type { Rail } from '../../src-shared/domain/receipt.ts';
import type { PaymentEvent, PaymentFacts } from '../../src-shared/payment/record.ts';
import { err, ok } from '../../src-shared/result.ts';
import { makeMemoryFs, type MemoryFs } from '../journal/edge/memory-fs.ts';
import { mustOpen } from '../journal/test-support.ts';
import { PaymentBook } from '../payment/payment-book.ts';
import { HandTime } from '../payment/test-support.ts';
import { Checkpoints } from './checkpoints.ts';
import { DayBook } from './day-book.ts';
import { DayCloser } from './day-closer.ts';

const roomy = { segmentBytes: 64 * 1024, reserveBytes: 1024 };

/** A kiosk's books on the given disk; a second call on the same disk is a restart. */
async function books(fs: MemoryFs = makeMemoryFs()) {
  const time = new HandTime();
  const days = new DayBook();
  const book = await PaymentBook.open(await mustOpen(fs, roomy), [days]);
  const taken: SignedDayReport[] = [];
  const world = {
    online: true,
    busy: false,
    // The type of what tests put there.
    audit: null as ChainHead | null,
    /** Reports the gateway will not have. */
    refused: new Set<number>(),
    asked: new Array<number>(),
  };
  const closer = new DayCloser({
    book,
    days,
    closer: () => ({ kioskCode: 'K001', sign: (bytes) => createHash('sha512').update(bytes).digest() }),
    auditHead: () => world.audit,
    gateway: {
      dayReport: async (report) => {
        if (!world.online) return err({ kind: 'network_down' });
        world.asked.push(report.report.no);
        if (world.refused.has(report.report.no)) return err({ kind: 'problem', code: 'conflict', message: '' });
        taken.push(report);
        return ok({ no: report.report.no });
      },
    },
    terminalTotals: async () => null,
    software: '0.1.0',
    settingsHash: 'c'.repeat(64),
    closeAt: '03:00',
    busy: () => world.busy,
    clock: time,
    timers: time,
    rng: { bytes: (length) => new Uint8Array(length) },
    log: () => undefined,
  });
  return { fs, time, days, book, closer, taken, world };
}

type Books = Awaited<ReturnType<typeof books>>;

function facts(n: number, rail: Rail): PaymentFacts {
  const item = { obligationId: `t${n}`, version: 1, ticketNo: `T${n}`, title: { ar: 'وقوف', en: 'Parking' } };
  return {
    pid: String(n).padStart(32, '0'),
    rail,
    language: 'ar',
    partyKind: 'individual',
    maskedNumber: '••17',
    items: [{ ...item, occurredOn: '2026-10-01', amountFils: fils(1000 * n) }],
    serviceChargeFils: fils(0),
    totalFils: fils(1000 * n),
    createdAt: '2026-11-22T09:26:00.000+03:00',
  };
}

/** Payment number `n` of `n` dinars goes through `steps` after SENT. */
async function payment(
  { book }: Books,
  n: number,
  rail: Rail,
  ...steps: ('unknown' | 'captured' | 'posted' | 'back')[]
) {
  const about = facts(n, rail);
  const events: Record<(typeof steps)[number], () => PaymentEvent[]> = {
    unknown: () => [{ type: 'OUTCOME_UNKNOWN', reason: 'no_answer' }],
    captured: () => [
      {
        type: 'CAPTURE_PROVED',
        capture: { amountFils: about.totalFils },
        receiptNo: book.nextReceiptNo('K001'),
        issuedAt: about.createdAt,
      },
    ],
    posted: () => [{ type: 'POSTED', proof: 'WAFA1.x.y', postings: [] }],
    back: () => [
      {
        type: 'REVERSAL_DUE',
        reversal: { refundRef: 'R', reason: 'settled_elsewhere', itemIds: [`t${n}`], amountFils: about.totalFils },
      },
      { type: 'REVERSED', refundProof: 'p' },
    ],
  };
  await book.record(about.pid, { type: 'CREATED', facts: about });
  await book.record(about.pid, { type: 'RESERVED', leaseSeconds: 600 });
  await book.record(about.pid, { type: 'SENT', railRef: about.pid });
  for (const step of steps) await book.record(about.pid, events[step]);
}

async function closed({ closer }: Books): Promise<SignedDayReport['report']> {
  const report = await closer.close();
  if (!report.ok) throw new Error(report.error);
  return signedDayReportSchema.parse(report.value).report;
}

describe('a Z report', () => {
  it('counts by rail and step, names the receipts, and adds to a grand total that never resets', async () => {
    const all = await books();
    await payment(all, 1, 'phone', 'captured', 'posted');
    await payment(all, 2, 'terminal', 'captured', 'back');
    const first = await closed(all);
    expect(first).toMatchObject({ no: 1, firstSeq: 1, lastSeq: 10, grandTotalFils: 1000, copies: 0 });
    expect(first.receipts).toEqual({ first: 'K001-00000001', last: 'K001-00000002', count: 2 });
    expect(first.rails.find(({ rail }) => rail === 'terminal')).toMatchObject({
      captured: { count: 1, fils: 2000 },
      posted: { count: 0, fils: 0 },
      reversed: { count: 1, fils: 2000 },
    });
    await payment(all, 3, 'phone', 'captured', 'posted');
    const second = await closed(all);
    expect(second).toMatchObject({ no: 2, firstSeq: 12, grandTotalFils: 4000, receipts: { count: 1 } });
    expect(second.rails.find(({ rail }) => rail === 'phone')?.captured).toEqual({ count: 1, fils: 3000 });
  });

  it('of a day without business is a Z all the same', async () => {
    const all = await books();
    expect(await closed(all)).toMatchObject({ no: 1, firstSeq: 1, lastSeq: 0, receipts: null, grandTotalFils: 0 });
    expect(await closed(all)).toMatchObject({ no: 2, firstSeq: 2, lastSeq: 1 });
  });

  it('is not held up by an unknown outcome: it lists it and carries it forward', async () => {
    const all = await books();
    await payment(all, 1, 'terminal', 'unknown');
    await payment(all, 2, 'phone', 'captured');
    const first = await closed(all);
    expect(first.carried).toMatchObject([{ state: 'unknown', rail: 'terminal' }]);
    expect(first.uncommitted).toMatchObject([{ state: 'captured', rail: 'phone' }]);
    expect((await closed(all)).carried).toHaveLength(1);
  });

  it('closed at the moment the power goes is closed or not closed, and its number is never given twice', async () => {
    for (const keep of [0, 0.999]) {
      const all = await books();
      await payment(all, 1, 'phone', 'captured', 'posted');
      all.fs.failAt('datasync', 1, 'EIO');
      expect((await all.closer.close()).ok).toBe(false);
      all.fs.cutPower(() => keep);
      const again = await books(all.fs);
      const survived = again.days.last !== null;
      expect(await closed(again)).toMatchObject({ no: survived ? 2 : 1, grandTotalFils: 1000 });
    }
  });

  it('goes to the gateway once the gateway is there, in order, and once', async () => {
    const all = await books();
    all.world.online = false;
    await closed(all);
    await closed(all);
    await all.closer.deliver();
    expect(all.days.undelivered()).toHaveLength(2);
    all.world.online = true;
    const later = await books(all.fs);
    await later.closer.deliver();
    await later.closer.deliver();
    expect(later.taken.map(({ report }) => report.no)).toEqual([1, 2]);
  });
});

describe('a Z the gateway refuses', () => {
  it('holds up the days after it only until it is set aside, over a restart too, and is taken when it is mended', async () => {
    const all = await books();
    all.world.refused.add(1);
    await closed(all);
    await closed(all);
    void all.closer.start();
    await all.time.pass(60_000);
    expect(all.taken).toEqual([]);
    await all.time.pass(4 * 60_000);
    expect(all.book.setAside.of(1)).toMatchObject({ why: 'conflict', tries: 5 });
    expect(all.taken.map(({ report }) => report.no)).toEqual([2]);
    all.closer.stop();

    const later = await books(all.fs);
    later.world.refused.add(1);
    expect(later.book.setAside.of(1)).toMatchObject({ why: 'conflict' });
    await closed(later);
    void later.closer.start();
    await later.time.pass(10 * 60_000);
    expect(later.taken.map(({ report }) => report.no)).toEqual([3]);
    expect(later.closer.waiting.map(({ report }) => report.no)).toEqual([1]);
    later.world.refused.clear();
    await later.closer.deliverNow(1);
    expect(later.closer.undelivered).toBe(0);
    expect(later.book.setAside.count).toBe(0);
    later.closer.stop();
  });

  it('while the gateway was only away is never set aside', async () => {
    const all = await books();
    all.world.online = false;
    await closed(all);
    for (let tried = 0; tried < 200; tried += 1) await all.closer.deliverNow();
    expect(all.book.setAside.count).toBe(0);
    all.world.online = true;
    await all.closer.deliverNow();
    expect(all.closer.undelivered).toBe(0);
  });
});

describe('an X report', () => {
  it('says what a Z would say and changes nothing', async () => {
    const all = await books();
    await payment(all, 1, 'phone', 'captured', 'posted');
    const x = await all.closer.x();
    expect(await all.closer.x()).toEqual(x);
    const z = await closed(all);
    expect(x).toMatchObject({ ok: true, value: { ...z, closedAt: expect.any(String) } });
  });
});

describe('the hour at which the day closes', () => {
  it('waits for a visitor who pays, and comes once a day', async () => {
    const all = await books();
    all.world.busy = true;
    void all.closer.start();
    // The hand clock begins in the afternoon: the hour of this day has passed without a Z.
    await all.time.pass(60_000);
    expect(all.days.last).toBeNull();
    all.world.busy = false;
    await all.time.pass(60_000);
    expect(all.days.last?.no).toBe(1);
    await all.time.pass(120_000);
    expect(all.days.last?.no).toBe(1);
    all.closer.stop();
  });

  it('comes again on a clock that ran years ahead when a day was closed, and is right now', async () => {
    const all = await books();
    const wallMs = all.time.wallMs.bind(all.time);
    all.time.wallMs = () => wallMs() + 10 * 365 * 24 * 60 * 60_000;
    await closed(all);
    all.time.wallMs = wallMs;
    void all.closer.start();
    await all.time.pass(120_000);
    expect(all.days.last?.no).toBe(2);
    all.closer.stop();
  });
});

describe('the audit log at the end of a day', () => {
  it('is noted in the payment journal before the Z, which covers it and goes to the gateway', async () => {
    const fs = makeMemoryFs();
    const kiosk = await books(fs);
    kiosk.world.audit = { seq: 7, hash: 'a'.repeat(64) };
    const before = kiosk.book.head().seq;
    expect(await kiosk.closer.close()).toMatchObject({ ok: true, value: { report: { lastSeq: before + 1 } } });
    kiosk.world.audit = null;
    expect(await kiosk.closer.close()).toMatchObject({ ok: true, value: { report: { lastSeq: before + 2 } } });
    // A restart reads it all again.
    expect((await books(fs)).days.last?.no).toBe(2);
  });

  it('hears of printed receipts and closed days, and of none again when the journal is replayed', () => {
    const checkpoints = new Checkpoints();
    const told: string[] = [];
    const print = { kind: 'print', pid: 'a', receiptNo: 'K001-00000001', copy: false } as const;
    checkpoints.take({ ...print, state: 'printed' });
    checkpoints.begin((at) => told.push(at));
    for (const state of ['queued', 'printed', 'failed'] as const) checkpoints.take({ ...print, state });
    checkpoints.take({ kind: 'boot', version: '1' });
    expect(told).toEqual(['receipt']);
  });
});
