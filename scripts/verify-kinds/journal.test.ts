import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JournalEvent } from '../../src-shared/contract/journal-events.ts';
import { genesis, type ChainHead } from '../../src-shared/contract/journal.ts';
import type { DayReport } from '../../src-shared/domain/day-report.ts';
import { advance } from '../../src-shared/payment/machine.ts';
import type { PaymentRecord } from '../../src-shared/payment/record.ts';
import { ok } from '../../src-shared/result.ts';
import { DayBook } from '../../src-main/end-of-day/day-book.ts';
import { nodeSha256 } from '../../src-main/journal/edge/node-sha256.ts';
import { segmentName } from '../../src-main/journal/segment-name.ts';
import { flipped, joined, seededRandom } from '../../src-main/journal/test-support.ts';
import { verifyChain } from '../../src-main/journal/verify-chain.ts';
import { frameOf, paymentEvents } from '../../tests/bench/journal-records.ts';
import { checkJournal, journalKind } from './journal.ts';
import type { Verdict } from './kind.ts';

/** A record as it stands in a file. */
interface Row {
  readonly bytes: Uint8Array;
  /** What it continues, and what the next one does. */
  readonly from: ChainHead;
  readonly head: ChainHead;
}

function rowsOf(events: readonly JournalEvent[]): Row[] {
  let from = genesis;
  return events.map((event) => {
    const frame = frameOf(event, from);
    const row = { ...frame, from };
    from = frame.head;
    return row;
  });
}

async function check(rows: readonly Pick<Row, 'bytes'>[], name = 'payment-000001.wj'): Promise<Verdict> {
  const bytes = joined(
    rows.map((row) => row.bytes),
    64,
  );
  return journalKind.check({ path: name, name, bytes });
}

async function checkEvents(events: readonly JournalEvent[], name?: string): Promise<Verdict> {
  return check(rowsOf(events), name);
}

function text({ lines }: Verdict): string {
  return lines.join('\n');
}

const boot: JournalEvent = { kind: 'boot', version: '1.0.0' };
const visits = (count: number): JournalEvent[] => Array.from({ length: count }, (_, n) => paymentEvents(n + 1)).flat();

/** `events` with some at one place replaced by others. */
function instead(events: readonly JournalEvent[], at: number, count: number, others: readonly JournalEvent[]) {
  return events.toSpliced(at, count, ...others);
}

describe('what 200 records of real payments say when', { timeout: 60_000 }, () => {
  const rows = rowsOf(visits(25));
  const sizes = rows.map(({ bytes }) => bytes.length);
  const offsets = sizes.map((_, index) => sizes.slice(0, index).reduce((sum, size) => sum + size, 0));
  const whole = joined(
    rows.map(({ bytes }) => bytes),
    64,
  );
  const name = segmentName('payment', 1);

  /** Checks from record `index` on. The records before it are the same bytes as ever, and hold. */
  const checkFrom = (index: number, bytes: Uint8Array) => {
    const start = { head: rows[index]?.from ?? genesis, index: 1 };
    return verifyChain([name], start, async () => ok(bytes.subarray(offsets[index])), nodeSha256);
  };

  it('nothing happened to them: all of them hold', async () => {
    expect(rows).toHaveLength(200);
    const verdict = await check(rows);
    expect(verdict.intact).toBe(true);
    expect(text(verdict)).toContain('payments: 25, receipts given: 25');
  });

  it('any single byte is changed: the record it is in is named', async () => {
    const bytes = whole.slice();
    for (const [index, size] of sizes.entries()) {
      const start = offsets[index] ?? 0;
      for (let at = start; at < start + size; at += 1) {
        const before = bytes[at] ?? 0;
        bytes[at] = before ^ (1 << (at % 8));
        const checked = await checkFrom(index, bytes);
        const bad = checked.ok ? checked.value.tornTail : checked.error;
        bytes[at] = before;
        // Compared by hand: a hundred thousand comparisons by the test library take a minute.
        if (bad === null || !('seq' in bad) || bad.seq !== index + 1 || bad.offset !== 0) {
          expect.fail(`byte ${at}, in record ${index + 1}: ${JSON.stringify(bad)}`);
        }
        if (checked.ok) expect(index).toBe(199);
      }
    }
  });

  it('any single byte is changed: the command says so, wherever it is', async () => {
    const random = seededRandom(4711);
    for (let round = 0; round < 60; round += 1) {
      const at = Math.floor(random() * (whole.length - 64));
      const index = offsets.findLastIndex((offset) => offset <= at);
      const bytes = flipped(whole, at, 1 << Math.floor(random() * 8));
      const verdict = await journalKind.check({ path: name.file, name: name.file, bytes });
      expect(verdict.intact).toBe(false);
      const place = `first bad record: ${index + 1}, in payment-000001.wj at byte ${offsets[index] ?? 0}`;
      expect(verdict.lines.some((line) => line === place)).toBe(true);
    }
  });

  it('any record is taken out, doubled or swapped with the next: the first wrong place is named', async () => {
    for (const [index, row] of rows.entries()) {
      const out = text(await check(rows.toSpliced(index, 1)));
      // Without the last record the others are a whole journal; only its head, printed on receipts, tells.
      if (index < 199) expect(out).toContain(`first bad record: ${index + 1},`);
      else expect(out).toContain(`head: 199 ${row.from.hash}`);
      expect(text(await check(rows.toSpliced(index, 0, row)))).toContain(`first bad record: ${index + 2},`);
      if (index === 199) continue;
      const next = rows[index + 1] ?? row;
      const swapped = text(await check(rows.toSpliced(index, 2, next, row)));
      expect(swapped).toContain(`first bad record: ${index + 1},`);
      expect(swapped).toContain(`record ${index + 2} stands where record ${index + 1} belongs`);
    }
  });

  it('they are cut at any byte: a shorter journal between two records, an unfinished write inside one', async () => {
    for (const [index, size] of sizes.entries()) {
      for (let cut = 0; cut < size; cut += 1) {
        const end = (offsets[index] ?? 0) + cut;
        // Every second time the file is shorter; otherwise it keeps its size, as an allocated file does.
        const bytes = cut % 2 === 0 ? whole.subarray(0, end) : joined([whole.subarray(0, end)], 100);
        const checked = await checkFrom(index, bytes);
        const torn = checked.ok ? checked.value.tornTail : null;
        const right = cut === 0 ? checked.ok && torn === null : torn?.seq === index + 1 && torn.offset === 0;
        if (!right) expect.fail(`cut ${cut} bytes into record ${index + 1}: ${JSON.stringify(checked)}`);
      }
    }
  });

  it('they are cut at any record, and a later file goes on: what is missing is named, and where to look', async () => {
    const second = joined(rows.slice(150).map(({ bytes }) => bytes));
    const names = [name, segmentName('payment', 2)];
    for (let kept = 0; kept < 150; kept += 1) {
      for (const inside of [0, 20]) {
        const first = joined([whole.subarray(0, (offsets[kept] ?? 0) + inside)], 200);
        const read = async ({ index }: { index: number }) => ok(index === 1 ? first : second);
        const checked = await verifyChain(names, { head: genesis, index: 1 }, read, nodeSha256);
        const where =
          inside === 0
            ? { file: 'payment-000002.wj', offset: 0, reason: 'sequence' }
            : { file: 'payment-000001.wj', offset: offsets[kept], reason: 'frame' };
        expect(checked).toMatchObject({ ok: false, error: { kind: 'corrupt', seq: kept + 1, ...where } });
      }
    }
  });
});

describe('files of a journal', () => {
  let root = '';
  beforeAll(async () => (root = await mkdtemp(join(tmpdir(), 'wafa-files-'))));
  afterAll(() => rm(root, { recursive: true }));

  const rows = rowsOf(visits(3));
  const part = (from: number, to: number) =>
    joined(
      rows.slice(from, to).map(({ bytes }) => bytes),
      100,
    );
  const sound = [part(0, 8), part(8, 16), part(16, 24)];

  async function checkFiles(name: string, files: Readonly<Record<number, Uint8Array | undefined>>): Promise<string> {
    const dir = join(root, name);
    await mkdir(dir);
    const names: string[] = [];
    for (const [index, bytes] of Object.entries(files)) {
      const { file } = segmentName('payment', Number(index));
      names.push(file);
      await writeFile(join(dir, file), bytes ?? new Uint8Array());
    }
    const verdict = await checkJournal(dir, names, 'payment');
    expect(verdict.intact).toBe(name === 'sound');
    return text(verdict);
  }

  it('hold together', async () => {
    expect(await checkFiles('sound', { 1: sound[0], 2: sound[1], 3: sound[2] })).toContain('records: 24 in 3 file(s)');
  });

  it('one of which is missing in the middle are named', async () => {
    const out = await checkFiles('gone', { 1: sound[0], 3: sound[2] });
    expect(out).toContain('first bad record: 9, in payment-000002.wj at byte 0');
    expect(out).toContain('the file is missing');
  });

  it('one of which was put back as an older copy, or emptied, are named', async () => {
    const older = await checkFiles('older', { 1: sound[0], 2: part(8, 12), 3: sound[2] });
    expect(older).toContain('first bad record: 13, in payment-000003.wj at byte 0');
    expect(older).toContain('record 17 stands where record 13 belongs');
    expect(older).toContain('it is this one or payment-000002.wj');
    const emptied = await checkFiles('emptied', { 1: sound[0], 2: new Uint8Array(500), 3: sound[2] });
    expect(emptied).toContain('first bad record: 9, in payment-000003.wj at byte 0');
    expect(emptied).toContain('it is this one or payment-000002.wj');
  });

  it('one of which was renamed are named', async () => {
    const out = await checkFiles('renamed', { 1: sound[0], 2: sound[2], 3: sound[1] });
    expect(out).toContain('first bad record: 9, in payment-000002.wj at byte 0');
    expect(out).toContain('record 17 stands where record 9 belongs');
    const twice = await checkFiles('twice', { 1: sound[0], 2: sound[0], 3: sound[2] });
    expect(twice).toContain('record 1 stands where record 9 belongs');
  });
});

describe('records that hold and cannot be true', () => {
  const one = paymentEvents(1);
  const two = [boot, ...paymentEvents(1), ...paymentEvents(2)];

  /** Expects record `seq` to be named, with these words. */
  async function expectWrong(events: readonly JournalEvent[], seq: number, words: string): Promise<void> {
    const verdict = await checkEvents(events);
    expect(verdict.intact).toBe(false);
    expect(text(verdict)).toContain(`first bad record: ${seq}, in payment-000001.wj at byte`);
    expect(text(verdict)).toContain(words);
  }

  it('are found where a payment takes a step it cannot take', async () => {
    // Without its RESERVED, the third record is a SENT after CREATED.
    await expectWrong([boot, ...one.toSpliced(1, 1)], 3, 'SENT is no legal step');
    await expectWrong([boot, ...one.slice(1)], 2, 'after "nothing"');
    await expectWrong([...two, ...one.slice(0, 1)], 18, 'CREATED is no legal step');
  });

  it('are found where a receipt number is left out, given twice or printed for another payment', async () => {
    await expectWrong([...paymentEvents(1), ...paymentEvents(3)], 13, 'K001-00000003 where number 2 is the next');
    const stolen = paymentEvents(2).map((event) =>
      event.kind === 'payment' && event.event.type === 'CAPTURE_PROVED'
        ? { ...event, event: { ...event.event, receiptNo: 'K001-00000001' } }
        : event,
    );
    await expectWrong([...one, ...stolen], 13, 'K001-00000001 where number 2 is the next');
    const foreign = one.map((event) => (event.kind === 'print' ? { ...event, receiptNo: 'K001-00000009' } : event));
    await expectWrong(foreign, 7, 'prints receipt K001-00000009');
  });

  it('are found where a record is none of this journal, and where terminal numbers are handed out twice', async () => {
    const odd = { kind: 'boot' } as unknown as JournalEvent; // as an older program might have written it
    await expectWrong(instead(two, 0, 1, [odd]), 1, 'it holds an event that no payment journal knows (version');
    const ids = { kind: 'service_ids', upTo: 100 } as const;
    await expectWrong([boot, ids, ids], 3, 'a second time');
  });

  it('are not looked for in the journal of something else', async () => {
    const verdict = await checkEvents([boot, ...one.slice(1)], 'other-000001.wj');
    expect(verdict.intact).toBe(true);
  });

  it('are looked for in an export under any name, as far as its own records tell', async () => {
    expect(text(await checkEvents([...one, ...paymentEvents(3)], 'export'))).toContain('first bad record: 13,');
    const rows = rowsOf([...two, ...paymentEvents(4)]);
    // From the middle of the first payment on: its beginning is elsewhere, and the gap in the numbers is not.
    const later = await check(rows.slice(3), 'payment-000002.wj');
    expect(text(later)).toContain('first bad record: 22,');
    expect((await check(rows.slice(3, 17), 'payment-000002.wj')).intact).toBe(true);
    // The second payment began before the export, and is captured in it between the first and the third.
    const [created, ...rest] = paymentEvents(2);
    const across = rowsOf([boot, created!, ...one, ...rest, ...paymentEvents(3)]);
    expect((await check(across.slice(2), 'payment-000002.wj')).intact).toBe(true);
  });
});

describe('Z reports in a journal', () => {
  const setting = {
    kioskCode: 'K001',
    closedAt: '2026-11-24T20:00:00.000Z',
    software: '1',
    settingsHash: 'a'.repeat(64),
  };

  /** The events, and the Z that closes them, in which `change` is otherwise. */
  function closed(events: readonly JournalEvent[], change: Partial<DayReport> = {}): JournalEvent[] {
    const days = new DayBook();
    const records = new Map<string, PaymentRecord>();
    for (const [index, event] of events.entries()) {
      if (event.kind === 'payment') {
        const next = advance(records.get(event.pid) ?? null, event.event);
        if (next.ok) records.set(event.pid, next.value);
      }
      days.take(event, index + 1, 'pid' in event ? (records.get(event.pid) ?? null) : null);
    }
    const report = { ...days.report(rowsOf(events).at(-1)?.head ?? genesis, setting), ...change };
    return [...events, { kind: 'z', report: { report, signature: 'A'.repeat(86) } }];
  }

  const day = closed([boot, ...paymentEvents(1)]);
  const nextDay: JournalEvent[] = [...day, { kind: 'z_delivered', no: 1 }, ...paymentEvents(2)];

  it('hold when each begins where the last one ended and says what the records say, also of an empty day', async () => {
    const verdict = await checkEvents(closed(closed(nextDay)));
    expect(text(verdict)).toContain('last Z report: 3');
    expect(verdict.intact).toBe(true);
  });

  it('are named when a number, a border, a hash, a receipt or a sum is not what the records say', async () => {
    const receipts = { first: 'K001-00000002', last: 'K001-00000002', count: 1 };
    const changes: Partial<DayReport>[] = [
      ...[{ no: 1 }, { no: 3 }, { firstSeq: 10 }, { lastSeq: 18 }, { headHash: 'b'.repeat(64) }],
      ...[{ receipts: null }, { receipts: { ...receipts, first: 'K001-00000001' } }, { copies: 1 }, { rails: [] }],
      { grandTotalFils: 30_000 },
    ];
    for (const change of changes) {
      const verdict = await checkEvents(closed(nextDay, change));
      expect(text(verdict)).toContain('first bad record: 20,');
      expect(text(verdict)).toContain(`says ${Object.keys(change)[0] ?? ''} is`);
    }
    // 60,000 fils: two visits of 30,000, as the records say.
    expect(text(await checkEvents(closed(nextDay, changes.at(-1))))).toContain(
      'is 30000, and the records before it 60000',
    );
  });

  it('are named when one is missing, made twice, or taken by the gateway before it was made', async () => {
    const missing = closed(nextDay).toSpliced(9, 2);
    expect(text(await checkEvents(missing))).toContain('first bad record: 18,');
    const twice = [...day, ...day.slice(-1)];
    expect(text(await checkEvents(twice))).toContain('first bad record: 11,');
    const early = text(await checkEvents([boot, { kind: 'z_delivered', no: 1 }]));
    expect(early).toContain('the gateway has taken Z report 1, which was never made');
  });

  it('in an export from the middle are judged as far as the export tells', async () => {
    const rows = rowsOf(closed(nextDay));
    expect((await check(rows.slice(5), 'payment-000002.wj')).intact).toBe(true);
    const wrong = rowsOf(closed(nextDay, { no: 5 }));
    expect(text(await check(wrong.slice(5), 'payment-000002.wj'))).toContain('first bad record: 20,');
  });
});
