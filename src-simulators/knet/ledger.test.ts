import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ledgerLine } from './ledger.ts';
import { GOOD_CARD, startRig } from './test-rig.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'knet-ledger-'));
  file = join(folder, 'ledger.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

const events = (): string[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => ledgerLine.parse(JSON.parse(line)).event);

describe('the durable ledger', () => {
  it('answers inquiries, refuses used track ids and voids from what an earlier process wrote', async () => {
    const first = await startRig({ ledgerFile: file });
    await first.pay(await first.open('T1'));
    first.merchant.reply = { body: '' };
    await first.pay(await first.open('T2'));
    await first.close();
    expect(events()).toEqual([
      ...['opened', 'card_entered', 'result', 'notified'],
      ...['opened', 'card_entered', 'result', 'notified', 'voided'],
    ]);

    const second = await startRig({ ledgerFile: file });
    expect((await second.inquire('T1')).get('result')).toBe('SUCCESS');
    expect((await second.inquire('T2')).get('result')).toBe('VOIDED');
    expect((await second.get(second.initUrl({ trackid: 'T1' }))).location).toContain('IPAY0100114');
    await second.close();
  });

  it('cuts off a torn last line, and everything before and after it survives', async () => {
    const first = await startRig({ ledgerFile: file });
    await first.pay(await first.open('T1'));
    await first.close();
    appendFileSync(file, '{"seq":5,"at":"2026-');
    const second = await startRig({ ledgerFile: file });
    await second.open('T2');
    await second.close();
    const lines = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => ledgerLine.parse(JSON.parse(line)));
    expect(lines.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
  });

  it('starts a visitor on the code page again with the card after a restart', async () => {
    const first = await startRig({ ledgerFile: file });
    const id = await first.open('T1');
    await first.post('/kpg/paymentrouter.htm', { PaymentID: id, action: 'submit', ...GOOD_CARD });
    await first.close();
    const second = await startRig({ ledgerFile: file });
    expect((await second.get(`/kpg/paymentpage.htm?PaymentID=${id}`)).body).toContain('id="card-form"');
    await second.close();
  });

  it('forgets after a reset, but the file still tells the story', async () => {
    const first = await startRig({ ledgerFile: file });
    await first.open('T1');
    await first.control('reset', {});
    await first.close();
    expect(events()).toEqual(['opened', 'reset']);
    const second = await startRig({ ledgerFile: file });
    await second.open('T1');
    await second.close();
  });

  it('never holds card digits, PIN, one-time code or credentials', async () => {
    const rig = await startRig({ ledgerFile: file });
    const id = await rig.open('T1');
    const sent = await rig.post('/kpg/paymentrouter.htm', {
      PaymentID: id,
      action: 'submit',
      ...GOOD_CARD,
      digits: '9876543210',
      pin: '7391',
    });
    const otp = /demo-code">([0-9]+)/.exec((await rig.get(sent.location)).body)?.[1] ?? '';
    expect(otp).toMatch(/^[0-9]{6}$/);
    await rig.post('/kpg/paymentrouter.htm', { PaymentID: id, action: 'submit', otp });
    await rig.close();
    const written = readFileSync(file, 'utf8');
    for (const secret of ['9876543210', '"7391"', `"${otp}"`, 'DemoPass01', 'KIOSKDEMOKEY0001'])
      expect(written).not.toContain(secret);
  });
});
