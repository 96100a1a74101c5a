import { err, ok, type Result } from '../../src-shared/result.ts';

/** The banks on the card page. All are invented; the prefix is shown, the visitor types the rest. */
export const BANKS = [
  { id: 'KNET1', name: 'Knet Test Card [KNET1]', prefix: '888888' },
  { id: 'DEMOA', name: 'Demo Bank A', prefix: '999901' },
  { id: 'DEMOB', name: 'Demo Bank B', prefix: '999902' },
] as const;

/** What a readable card form decides by: digits and PIN are looked at for their shape only and forgotten. */
export interface CardForm {
  /** MM/YYYY */
  readonly expiry: string;
}

/** Names of the card form's fields; they are part of the simulator's interface. */
export type CardField = 'bank' | 'digits' | 'month' | 'year' | 'pin';

const SHAPES: readonly (readonly [CardField, RegExp])[] = [
  ['bank', new RegExp(`^(${BANKS.map((bank) => bank.id).join('|')})$`)],
  ['digits', /^[0-9]{10}$/],
  ['month', /^(0[1-9]|1[0-2])$/],
  ['year', /^20[0-9]{2}$/],
  ['pin', /^[0-9]{4}$/],
];

/** Reads the posted card form; the error names the fields that cannot be read. */
export function readCardForm(form: URLSearchParams): Result<CardForm, readonly CardField[]> {
  const wrong = SHAPES.filter(([name, shape]) => !shape.test(form.get(name) ?? '')).map(([name]) => name);
  if (wrong.length > 0) return err(wrong);
  return ok({ expiry: `${form.get('month') ?? ''}/${form.get('year') ?? ''}` });
}
