import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { fils } from '../../src-shared/domain/money.ts';
import type { Slip } from '../../src-shared/domain/receipt.ts';
import SlipPaper from './SlipPaper.vue';

const slip: Slip = {
  issuedAt: '2026-11-22T09:26:00.000+03:00',
  kioskCode: 'K001',
  site: { ar: 'مركز خدمة السالمية', en: 'Salmiya Service Centre' },
  partyKind: 'company',
  maskedNumber: '••••••••••45',
  asOf: '2026-11-21T23:05:00.000+03:00',
  items: [
    { ticketNo: '1', title: { ar: 'أ', en: 'Seat belt' }, amountFils: fils(10_000), payable: true },
    { ticketNo: '2', title: { ar: 'ب', en: 'Speed camera' }, amountFils: fils(20_500), payable: false },
  ],
  totalFils: fils(30_500),
  offices: [
    { name: { ar: 'إدارة مرور حولي', en: 'Hawalli Traffic Department' }, area: { ar: 'السالمية', en: 'Salmiya' } },
  ],
  demo: true,
};

it('a statement says what is owed, of when, where to go, and that it is no receipt', () => {
  const wrapper = mount(SlipPaper, { props: { slip, language: 'en' } });
  const text = wrapper.text().replace(/\s+/g, ' ');
  for (const part of [
    'This is not a receipt: nothing has been paid.',
    'هذه الورقة ليست إيصالاً: لم يُدفع شيء.',
    '21/11/2026 23:05',
    'Company number',
    'KWD 30.500',
    'Hawalli Traffic Department · Salmiya',
    'DEMO',
  ]) {
    expect(text).toContain(part);
  }
  const [payable, other] = wrapper.findAll('ol li').map((item) => item.text());
  expect(payable).not.toContain('Not payable electronically');
  expect(other).toContain('Not payable electronically');
});

it('it carries no link and no code', () => {
  const wrapper = mount(SlipPaper, { props: { slip, language: 'ar' } });
  expect(wrapper.text()).not.toMatch(/https?:|www\./);
  expect(wrapper.find('svg[role="img"]').exists()).toBe(false);
});

it('a statement printed while the clock is in doubt says so, in the language and in Arabic or English beside it', () => {
  const printed = (timeInDoubt: boolean): string =>
    mount(SlipPaper, { props: { slip: { ...slip, ...(timeInDoubt ? { timeInDoubt } : {}) }, language: 'bn' } }).text();
  expect(printed(true)).toContain('এই কাগজের সময় নিশ্চিত নয়');
  expect(printed(false)).not.toContain('এই কাগজের সময় নিশ্চিত নয়');
});
