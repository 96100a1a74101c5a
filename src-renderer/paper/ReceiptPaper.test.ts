import { mount, type VueWrapper } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { offeredLanguages, type Language } from '../../src-shared/domain/language.ts';
import { fils } from '../../src-shared/domain/money.ts';
import type { Receipt } from '../../src-shared/domain/receipt.ts';
import { paperWordsOf } from '../language/paper/words.ts';
import ReceiptPaper from './ReceiptPaper.vue';
import { testItem, testReceipt, unsigned } from './test-support.ts';

function paper(receipt: Receipt, language: Language = 'en'): VueWrapper {
  return mount(ReceiptPaper, { props: { receipt, language } });
}

const plain = (wrapper: VueWrapper): string => wrapper.text().replace(/\s+/g, ' ');

describe('receipt on paper', () => {
  it('says the result, the amount, when, where, and everything one needs to find it again', () => {
    const text = plain(paper(testReceipt()));
    for (const part of [
      'Paid',
      'KWD 10.000',
      'K001-00000012',
      '22/11/2026 21:26',
      'K001',
      'Salmiya Service Centre',
      '••••••••••45',
      'K-Net, own phone',
      '2401234500',
      '12/03/2026',
      'Not wearing the seat belt',
      'Being updated',
      'CAPTURED',
      '100202632612345678',
      'B12345',
      '3f2a 91c0 0123 4567 89ab cdef 0123 4567',
      'within 15 minutes',
      'Keep this receipt',
      'never asks you to pay through an SMS link',
      'traffic department counter',
    ]) {
      expect(text).toContain(part);
    }
  });

  it.each(offeredLanguages)('in %s it carries the labels of that language and Arabic ones', (language) => {
    const text = plain(paper(testReceipt(), language));
    const words = paperWordsOf(language);
    for (const part of ['وزارة الداخلية', 'تم الدفع', 'رقم الإيصال', 'الإجمالي']) expect(text).toContain(part);
    for (const word of ['paid.result', 'label.receiptNo', 'label.total', 'notice.fraud', 'notice.keep'] as const) {
      expect(text).toContain(words[word]);
    }
    expect(text).toContain('يرجى عدم محاولة الدفع مرة أخرى حيث يجرى تحديث البيانات خلال 15 دقيقة.');
    expect(text).toContain('عدم ربط حزام الأمان');
  });

  it('times are those of Kuwait, whatever the offset they came with', () => {
    expect(plain(paper(testReceipt({ issuedAt: '2026-11-22T22:30:00Z' })))).toContain('23/11/2026 01:30');
  });

  it('numbers, dates and references keep their direction between Arabic words', () => {
    const wrapper = paper(testReceipt(), 'ar');
    const isolated = wrapper.findAll('bdi[dir="ltr"]').map((bdi) => bdi.text());
    for (const value of ['K001-00000012', '22/11/2026 21:26', '2401234500', '12/03/2026', '••••••••••45']) {
      expect(isolated).toContain(value);
    }
    expect(wrapper.text()).not.toMatch(/[٠-٩]/);
  });

  it('only a paid and signed receipt carries the code of its proof', () => {
    expect(paper(testReceipt()).find('svg[role="img"]').exists()).toBe(true);
    const waiting = paper(unsigned(testReceipt()));
    expect(waiting.find('svg[role="img"]').exists()).toBe(false);
    expect(waiting.text()).toContain('The signed proof of this receipt follows.');
    expect(
      paper(testReceipt({ kind: 'checking' }))
        .find('svg[role="img"]')
        .exists(),
    ).toBe(false);
  });

  it('what was not paid says so, and that nothing was charged', () => {
    const text = plain(paper(unsigned(testReceipt({ kind: 'not_paid' }))));
    expect(text).toContain('Not paid');
    expect(text).toContain('You have not been charged.');
    expect(text).toContain('3F2A91C0');
    expect(text).not.toContain('proof of payment');
    expect(text).not.toContain('Being updated');
  });

  it('what is being checked says not to pay again, and nowhere how to pay', () => {
    const text = plain(paper(unsigned(testReceipt({ kind: 'checking' }))));
    expect(text).toContain('Being checked');
    expect(text).toContain('Do not pay again.');
    expect(text).toContain('3F2A91C0');
    expect(text).not.toContain('You can always pay');
  });

  it('a service charge is named only when there is one', () => {
    expect(paper(testReceipt()).text()).not.toContain('Service charge');
    const charged = plain(paper(testReceipt({ serviceChargeFils: fils(250), totalFils: fils(10_250) })));
    expect(charged).toContain('Service chargeKWD 0.250');
    expect(charged).toContain('TotalKWD 10.250');
  });

  it('items that stand differently at the ministry say so one by one', () => {
    const items = [
      { ...testItem, obligationId: 'o1', posting: 'posted' as const },
      { ...testItem, obligationId: 'o2', posting: 'refused' as const },
    ];
    const wrapper = paper(testReceipt({ items }));
    expect(wrapper.findAll('li').map((item) => item.text())).toEqual([
      expect.stringContaining('Settled'),
      expect.stringContaining('Paid, to be settled by hand'),
    ]);
    expect(wrapper.text()).toContain('For items the ministry settles by hand');
    expect(wrapper.text()).not.toContain('At the ministry');
  });

  it('copies and demonstrations are marked in both languages', () => {
    const marked = paper(testReceipt({ copy: true, demo: true })).text();
    for (const mark of ['COPY', 'نسخة', 'DEMO', 'تجريبي']) expect(marked).toContain(mark);
    const plainOne = paper(testReceipt()).text();
    for (const mark of ['COPY', 'نسخة', 'DEMO', 'تجريبي']) expect(plainOne).not.toContain(mark);
  });

  it('lists 400 items', () => {
    const items = Array.from({ length: 400 }, (_, at) => ({ ...testItem, obligationId: `o${at}`, ticketNo: `T${at}` }));
    const wrapper = paper(testReceipt({ items }));
    expect(wrapper.findAll('li')).toHaveLength(400);
    expect(wrapper.findAll('li').at(-1)?.text()).toContain('400. T399');
  });
});

it('an amount never breaks inside its digits, however narrow the paper', () => {
  const amount = paper(testReceipt({ totalFils: fils(1_132_750) })).get('.amount');
  expect(amount.text()).toBe('KWD 1,132.750');
  expect(amount.text().split(' ')).toHaveLength(2);
});
