import { expect, it } from 'vitest';
import { needsOwnLine } from './field-width.ts';

it.each([
  ['Payment ID', 'رقم الدفع', '100202632612345678', 24],
  ['Transaction ID', 'رقم العملية', '202632687654321', 24],
  ['Receipt no.', 'رقم الإيصال', 'K001-00000012', 30],
  ['Date and time', 'التاريخ والوقت', '22/11/2026 09:26', 24],
])('%s, %s and %s stand in one line', (label, also, value, size) => {
  expect(needsOwnLine([label, also], value, size, 536)).toBe(false);
});

it.each([
  ['Receipt no.', 'رقم الإيصال', 'ABCDEFGH-00000012', 30],
  ['K-Net result', 'نتيجة كي نت', 'NOT CAPTURED BY THE ISSUER OF THE CARD', 24],
  ['Track ID', 'رقم التتبع', '3f2a 91c0 0123 4567 89ab cdef 0123 4567', 24],
  ['Place', 'الموقع', 'مركز خدمة المواطن في محافظة مبارك الكبير، القرين، مبنى الإدارة', 24],
])('%s, %s and %s do not', (label, also, value, size) => {
  expect(needsOwnLine([label, also], value, size, 536)).toBe(true);
});
