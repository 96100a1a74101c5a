import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import type { NoteSlip } from '../../src-shared/domain/receipt.ts';
import NotePaper from './NotePaper.vue';

const note: NoteSlip = {
  issuedAt: '2026-11-22T09:26:00.000+03:00',
  kioskCode: 'K001',
  site: { ar: 'مركز خدمة السالمية', en: 'Salmiya Service Centre' },
  titleKey: 'service.otherWays.title',
  maskedNumber: '••••••••••45',
  asOf: '2026-11-22T09:25:00.000+03:00',
  answer: { labelKey: 'unknown.reference', value: { is: 'code', code: '784512309' } },
  lines: [
    { labelKey: 'paid.title', value: { is: 'day', day: '2026-10-01' } },
    { labelKey: 'paid.reference', value: { is: 'text', text: { ar: 'قيد الدراسة', en: 'Under study' } } },
  ],
  steps: [{ on: '2026-11-20', text: { ar: 'أُحيل الطلب', en: 'The request was passed on' } }],
  offices: [],
  demo: true,
};

it('a note says the answer, each fact in two languages, how old it is, and that it is no receipt', () => {
  const text = mount(NotePaper, { props: { note, language: 'en' } })
    .text()
    .replace(/\s+/g, ' ');
  for (const part of [
    '784512309',
    '01/10/2026',
    'Under study',
    '20/11/2026',
    'The request was passed on',
    'أُحيل الطلب',
    'قيد الدراسة',
    '22/11/2026 09:25',
    '••••••••••45',
    'It may have changed since.',
    'nothing has been paid',
    'never asks you to pay through an SMS link',
    'DEMO',
  ]) {
    expect(text).toContain(part);
  }
});

it('a note with a key nobody wrote words for is not drawn at all', () => {
  expect(() => mount(NotePaper, { props: { note: { ...note, titleKey: 'no.such.key' }, language: 'en' } })).toThrow();
});
