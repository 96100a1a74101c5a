import { beforeEach, describe, expect, it } from 'vitest';
import type { FieldId } from '../../src-shared/domain/field.ts';
import { err } from '../../src-shared/result.ts';
import type { SessionEvent } from '../../src-shared/session/events.ts';
import { HandTime } from '../payment/test-support.ts';
import { ScanDesk } from './scan-desk.ts';

const passport = ['P<INDTESTPERSON<<ANITA<<<<<<<<<<<<<<<<<<<<<<', 'Z0000001<8IND9202298F3001156<<<<<<<<<<<<<<00'];
const card = ['IDKWTAA00000011399123100017<<<', '9912315M3001156KWT<<<<<<<<<<<4', 'TESTPERSON<<ANITA<<<<<<<<<<<<<'];

describe('a scan on a screen that asks something', () => {
  let asked: FieldId | null;
  let today: string;
  let events: SessionEvent[];
  let logged: string[];
  let time: HandTime;
  let desk: ScanDesk;

  beforeEach(() => {
    [asked, today, events, logged, time] = ['civilOrUnified', '2026-11-22', [], [], new HandTime()];
    desk = new ScanDesk({
      timers: time,
      asked: () => asked,
      rules: () => ({ today, allowFutureBirth: true, fineTypes: [] }),
      reprint: () => false,
      dispatch: (event) => events.push(event) > 0,
      log: (event, details) => logged.push(`${event} ${JSON.stringify(details)}`),
    });
  });

  const refused = (problem: string) => [{ type: 'FIELD_SUBMITTED', entry: '', read: err(problem) }];

  it.each(['civilOrUnified', 'civilNumber', 'cardNumber'] as const)('a civil card answers %s', (field) => {
    asked = field;
    desk.take(card.join('\n'));
    expect(events).toEqual([{ type: 'SCAN_TAKEN', values: { [field]: '399123100017' } }]);
  });

  it.each(['passportNumber', 'passportExpiry'] as const)('a passport answers number and expiry on %s', (field) => {
    asked = field;
    desk.take(passport.join('\n'));
    expect(events).toEqual([
      { type: 'SCAN_TAKEN', values: { passportNumber: 'Z0000001', passportExpiry: '2030-01-15' } },
    ]);
  });

  it('an expired passport is not taken, and the visitor is told that it has expired', () => {
    [asked, today] = ['passportNumber', '2030-01-16'];
    desk.take(passport.join('\n'));
    expect(events).toEqual([{ type: 'FIELD_SUBMITTED', entry: '2030-01-15', read: err('expired') }]);
  });

  it('a barcode answers what asks for digits, and is read by the same rules as typing', () => {
    asked = 'referenceNumber';
    desk.take('123456789');
    asked = 'civilOrUnified';
    desk.take('399123100018');
    expect(events).toEqual([
      { type: 'SCAN_TAKEN', values: { referenceNumber: '123456789' } },
      { type: 'FIELD_SUBMITTED', entry: '399123100018', read: err('maybe_unified') },
    ]);
  });

  it.each([
    ['a passport where a civil number is asked', 'civilNumber', passport.join('\n')],
    ['a civil card where a passport is asked', 'passportNumber', card.join('\n')],
    ['a receipt', 'civilNumber', 'K001-00000012'],
    ['a number where a date is asked', 'nationalityDate', '399123100017'],
  ] as const)('%s is another document', (_case, field, text) => {
    asked = field;
    desk.take(text);
    expect(events).toEqual(refused('scan_other'));
  });

  it('what cannot be read is said, and the log holds nothing of it', () => {
    desk.take('https://example.com/399123100017');
    expect(events).toEqual(refused('scan_unreadable'));
    expect(logged).toEqual(['scan-refused {"why":"not_a_document"}']);
  });

  it('where nothing is asked a scan means nothing', () => {
    asked = null;
    desk.take(card.join('\n'));
    desk.takeTyped('3991', false);
    expect(events).toEqual([]);
  });

  it('typed lines of a card come together; a line that came in part is refused', () => {
    for (const line of card) desk.takeTyped(line, true);
    expect(events).toEqual([{ type: 'SCAN_TAKEN', values: { civilOrUnified: '399123100017' } }]);
    desk.takeTyped('39912310', false);
    expect(events.slice(1)).toEqual(refused('scan_unreadable'));
  });

  it('half a passport is not completed by the next visitor', async () => {
    asked = 'passportNumber';
    desk.takeTyped(passport[0] ?? '', true);
    desk.forget();
    desk.takeTyped(passport[1] ?? '', true);
    await time.pass(1_000);
    expect(events).toEqual(refused('scan_unreadable'));
  });
});
