import { expect, it } from 'vitest';
import { readScan } from '../../src-shared/domain/scan.ts';
import { civilCardOf, badDocuments } from './documents.ts';

const rules = { today: '2026-11-22', allowFutureBirth: true };

it('the dock’s documents are what they are called', () => {
  expect(readScan(civilCardOf('399010100029'), rules)).toEqual({
    ok: true,
    value: { kind: 'civil_card', civilNumber: '399010100029' },
  });
  expect(
    badDocuments.map(({ text }) => readScan(text, rules)).map((read) => (read.ok ? read.value.kind : read.error)),
  ).toEqual(['wrong_check_digit', 'incomplete', 'not_a_document']);
});
