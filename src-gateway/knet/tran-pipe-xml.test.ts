import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fils } from '../../src-shared/domain/money.ts';
import { exampleConfig } from './example.ts';
import { answerLimitBytes, parseTranPipeAnswer, tranPipeBody } from './tran-pipe-xml.ts';

const question = { trackId: '7b9a2f4e1c3d4a5b8c6d0e1f2a3b4c5d', amount: fils(1_250_000) };

describe('a request', () => {
  const elements = (id: string, password: string, action: string) =>
    `<id>${id}</id><password>${password}</password><action>${action}</action><amt>1250.000</amt>` +
    `<transid>${question.trackId}</transid><trackid>${question.trackId}</trackid><udf5>TrackID</udf5>`;

  it('of an inquiry names the payment by our track id and its amount without grouping', () => {
    expect(tranPipeBody(exampleConfig(), '8', question).body).toBe(
      `<request>${elements('100001', 'DemoPass01', '8')}</request>`,
    );
  });

  it('of a refund has the same shape', () => {
    expect(tranPipeBody(exampleConfig(), '2', question).body).toContain('<action>2</action>');
  });

  it('is wrapped twice when the acquirer wants it so', () => {
    const { body } = tranPipeBody(exampleConfig({ KNET_INQUIRY_WRAPPER: 'hash' }), '8', question);
    expect(body).toBe(`<hash><request>${elements('100001', 'DemoPass01', '8')}</request></hash>`);
  });

  it('has a copy for the record without the credentials', () => {
    expect(tranPipeBody(exampleConfig(), '8', question).forRecord).toBe(
      `<request>${elements('***', '***', '8')}</request>`,
    );
  });

  it('escapes a password that contains markup', () => {
    expect(tranPipeBody(exampleConfig({ KNET_PASSWORD: `a<b>"c'` }), '8', question).body).toContain(
      '<password>a&lt;b&gt;&quot;c&apos;</password>',
    );
  });

  it('is refused for a track id that could change it', () => {
    expect(() => tranPipeBody(exampleConfig(), '8', { ...question, trackId: 'a</trackid>' })).toThrow('trackid');
  });
});

describe('an answer', () => {
  const expected = new Map([
    ['result', 'SUCCESS'],
    ['payid', '100'],
    ['auth', 'null'],
    ['ref', ''],
    ['udf1', 'a & b'],
  ]);
  const siblings = '<result>SUCCESS</result><payid>100</payid><auth>null</auth><ref></ref><udf1>a &amp; b</udf1>';

  it.each([
    ['without a root', siblings],
    ['with a line per element', siblings.replaceAll('><', '>\r\n  <').replace('<ref>\r\n  </ref>', '<ref></ref>')],
    ['with a declaration', `<?xml version="1.0" encoding="UTF-8"?>\n${siblings}`],
    ['inside a wrapper', `<response>${siblings}</response>`],
    ['inside two wrappers', `<hash><request>${siblings}</request></hash>`],
    [
      'with names in capitals and attributes',
      siblings.replaceAll('result>', 'RESULT>').replace('<payid>', '<payid type="n">'),
    ],
    ['with an empty element written short', siblings.replace('<ref></ref>', '<ref/>')],
  ])('is read %s', (_, text) => {
    expect(parseTranPipeAnswer(text)).toEqual({ ok: true, value: expected });
  });

  it.each([
    ['nothing', ''],
    ['text', 'Service unavailable'],
    ['an HTML page', '<!DOCTYPE html><html><body>Sorry<br></body></html>'],
    ['a document type with an entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><result>&x;</result>'],
    ['an entity of its own', '<result>&x;</result>'],
    ['a numeric entity', '<result>&#67;APTURED</result>'],
    ['a bare ampersand', '<ref>a & b</ref>'],
    ['a comment', '<result>CAP<!-- -->TURED</result>'],
    ['character data', '<result><![CDATA[CAPTURED]]></result>'],
    ['a processing instruction', '<?xml-stylesheet href="x"?><result>CAPTURED</result>'],
    ['a name twice', '<result>NOT CAPTURED</result><result>CAPTURED</result>'],
    ['a name twice in different wrappers', '<a><result>NOT CAPTURED</result></a><b><Result>CAPTURED</Result></b>'],
    ['an element that is not closed', '<result>CAPTURED'],
    ['elements closed crosswise', '<a><result>CAPTURED</a></result>'],
    ['an end without a start', 'CAPTURED</result>'],
    ['text beside elements', '<a>CAPTURED<b>1</b></a>'],
    ['text after elements', '<result>CAPTURED</result> maybe'],
    ['too deep nesting', '<a><b><c><d><result>CAPTURED</result></d></c></b></a>'],
    ['too much', `<result>${'x'.repeat(answerLimitBytes)}</result>`],
    ['a truncated tag', '<result>CAPTURED</result'],
  ])('is unreadable when it is %s', (_, text) => {
    expect(parseTranPipeAnswer(text)).toEqual({ ok: false, error: 'unreadable' });
  });

  it('never throws and is quick, whatever the text', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '/',
      '</',
      '<a>',
      '</a>',
      '<a/>',
      '<result>',
      '</result>',
      '&amp;',
      '&',
      'x',
      ' ',
      '<!',
      '<?xml',
      '?>',
      ']]>',
      '"',
    );
    const soup = fc.array(fc.oneof(piece, fc.string()), { maxLength: 60 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(soup, (text) => [true, false].includes(parseTranPipeAnswer(text).ok)),
      { numRuns: 500 },
    );
    for (const nasty of [
      '<'.repeat(60_000),
      '<a '.repeat(20_000),
      '<a>'.repeat(20_000),
      `<a ${' '.repeat(60_000)}`,
      `<a${' /'.repeat(30_000)}`,
      ' '.repeat(60_000),
    ]) {
      const started = performance.now();
      expect(parseTranPipeAnswer(nasty).ok).toBe(false);
      expect(performance.now() - started).toBeLessThan(1000);
    }
  });
});
