import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fils } from './money.ts';
import { encodeReceiptProof } from './receipt-proof.ts';
import { longestScan, readScan } from './scan.ts';

const rules = { today: '2026-11-22', allowFutureBirth: true };
const passport = ['P<INDTESTPERSON<<ANITA<<<<<<<<<<<<<<<<<<<<<<', 'Z0000001<8IND9202298F3001156<<<<<<<<<<<<<<00'];
const civilCard = [
  'IDKWTAA00000011399123100017<<<',
  '9912315M3001156KWT<<<<<<<<<<<4',
  'TESTPERSON<<ANITA<<<<<<<<<<<<<',
];
const proof = encodeReceiptProof(
  {
    v: 1,
    n: 'K001-00000012',
    t: '2026-11-22T09:26:00.000+03:00',
    k: 'K001',
    p: '3f2a91c00123456789abcdef01234567',
    a: fils(10_000),
    c: 1,
    h: '0123456789abcdef0123456789abcdef',
    m: '••••••••••45',
  },
  () => new Uint8Array(64),
);

describe('a scan', () => {
  it.each([
    ['a passport', passport.join('\n'), { kind: 'passport', number: 'Z0000001', expiresOn: '2030-01-15' }],
    ['a civil card', civilCard.join('\n'), { kind: 'civil_card', civilNumber: '399123100017' }],
    ['lines that end as on a typewriter', civilCard.join('\r\n'), { kind: 'civil_card', civilNumber: '399123100017' }],
    ['a civil number', '399123100017', { kind: 'number', digits: '399123100017' }],
    ['a reference number', '123456789', { kind: 'number', digits: '123456789' }],
    ['digits in groups', ' 3991-2310 0017 ', { kind: 'number', digits: '399123100017' }],
    ['Arabic digits with a bidi mark', '\u200f٣٩٩١٢٣١٠٠٠١٧', { kind: 'number', digits: '399123100017' }],
    ['digits of four scripts', '٣۹९১23100017', { kind: 'number', digits: '399123100017' }],
    ['the code of a receipt', proof, { kind: 'receipt', receiptNo: 'K001-00000012' }],
    ['the number of a receipt', 'K001-00000012', { kind: 'receipt', receiptNo: 'K001-00000012' }],
  ])('%s is read', (_case, text, value) => {
    expect(readScan(text, rules)).toEqual({ ok: true, value });
  });

  it('says nothing of the name, the birth date or the nationality', () => {
    expect(JSON.stringify(readScan(passport.join('\n'), rules))).not.toMatch(/ANITA|9202|IND/);
    expect(JSON.stringify(readScan(civilCard.join('\n'), rules))).not.toMatch(/ANITA|TESTPERSON/);
  });

  it.each([
    ['nothing', '', 'empty'],
    ['blanks', '   ', 'empty'],
    ['a web address', 'https://example.com/399123100017', 'not_a_document'],
    ['an intent', 'intent:399123100017', 'not_a_document'],
    ['JSON', '{"civil":"399123100017"}', 'not_a_document'],
    ['markup', '<script>399123100017</script>', 'not_a_document'],
    ['SQL', "399123100017' OR '1'='1", 'not_a_document'],
    ['a bar code’s own prefix', ']C1399123100017', 'not_a_document'],
    ['groups of goods', '(01)09506000134352(10)ABC', 'not_a_document'],
    ['a separator of goods', '\u001d0109506000134352', 'control_characters'],
    ['an escape sequence', '3991\u001b[2J23100017', 'control_characters'],
    ['a zero byte', '399123100017\u0000', 'control_characters'],
    ['a backspace trick', '3991231000178\u0008', 'control_characters'],
    ['three digits', '123', 'not_a_document'],
    ['letters among the digits', '3991231OOO17', 'not_a_document'],
    ['two numbers', '399123100017\n399010100029', 'not_a_document'],
    ['a flood', '9'.repeat(longestScan + 1), 'too_long'],
    ['half a receipt’s code', proof.slice(0, 60), 'not_a_document'],
    ['a passport without its second line', passport[0] ?? '', 'incomplete'],
    [
      'a card of another state',
      ['I<UTOD231458907<<<<<<<<<<<<<<<', '7408122F1204159UTO<<<<<<<<<<<6', 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<'].join('\n'),
      'other_document',
    ],
    ['a misread civil card', civilCard.join('\n').replace('399123', '399128'), 'wrong_check_digit'],
  ])('%s is refused', (_case, text, problem) => {
    expect(readScan(text, rules)).toEqual({ ok: false, error: problem });
  });

  it('a civil card of somebody not yet born is refused outside the demo', () => {
    expect(readScan(civilCard.join('\n'), { ...rules, allowFutureBirth: false }).ok).toBe(false);
  });

  it('whatever is scanned, an answer holds nothing but letters, digits and hyphens', () => {
    const hostile = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.string({ unit: fc.constantFrom(...'0123456789٣۹<PKWT]\u0000\u001d\u202e\n\r;\'"/') }),
      fc
        .tuple(
          fc.constantFrom(proof, passport.join('\n'), civilCard.join('\n')),
          fc.nat(90),
          fc.string({ maxLength: 3 }),
        )
        .map(([text, at, other]) => text.slice(0, at) + other + text.slice(at + 1)),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        const scan = readScan(text, rules);
        if (scan.ok) for (const said of Object.values(scan.value)) expect(said).toMatch(/^[\w-]{3,20}$/);
      }),
      { seed: 20_261_122, numRuns: 500 },
    );
  });
});
