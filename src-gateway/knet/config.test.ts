import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { knetSettingsAtDefault, readKnetConfig, type KnetEnv } from './config.ts';
import { exampleConfig, exampleEnv } from './example.ts';

function problems(changes: KnetEnv): readonly string[] {
  const config = readKnetConfig({ ...exampleEnv, ...changes });
  return config.ok ? [] : config.error;
}

const demo: KnetEnv = {
  KNET_ENVIRONMENT: 'demo',
  KNET_CREDENTIALS_FOR: 'demo',
  KNET_INIT_URL: 'http://127.0.0.1:7301/kpg/PaymentHTTP.htm?param=paymentInit',
  KNET_TRAN_URL: 'http://127.0.0.1:7301/kpg/tranPipe.htm?param=tranInit',
  KNET_RESPONSE_URL: 'http://localhost:7300/knet/notify',
  KNET_ERROR_URL: 'http://[::1]:7300/knet/error',
};
const production: KnetEnv = {
  KNET_ENVIRONMENT: 'production',
  KNET_CREDENTIALS_FOR: 'production',
  KNET_INIT_URL: 'https://www.kpay.com.kw/kpg/PaymentHTTP.htm?param=paymentInit',
  KNET_TRAN_URL: 'https://kpay.com.kw/kpg/tranPipe.htm?param=tranInit&',
  KNET_DELIVERY: 'notification',
  KNET_RETRY_ON_PAGE: 'no',
  KNET_CONFIRM_AFTER_SECONDS: '90',
};

describe('settings', () => {
  it('that are left out have their safe defaults', () => {
    expect(exampleConfig()).toMatchObject({
      delivery: 'notification',
      notifySources: [],
      paymentExpiryMinutes: 30,
      graceMinutes: 5,
      retryOnPage: false,
      replyBudgetMs: 2000,
      confirmAfterSeconds: 90,
      inquiryWrapper: 'request',
      inquiryPerMinute: 60,
      inquiryDays: 7,
      refund: 'manual',
      caFile: null,
      langid: { arabic: 'AR', english: 'EN' },
      reportText: '',
    });
  });

  it('that are set to nothing count as left out', () => {
    expect(exampleConfig({ KNET_REFUND: '', KNET_CA_FILE: '' })).toMatchObject({ refund: 'manual', caFile: null });
  });

  it('still at their default are listed for staff, the ones given are not', () => {
    const names = knetSettingsAtDefault({ ...exampleEnv, KNET_REFUND: 'api' });
    expect(names).toContain('KNET_DELIVERY');
    expect(names).not.toContain('KNET_REFUND');
    expect(names).not.toContain('KNET_PASSWORD');
  });

  it.each([
    ['KNET_DELIVERY', 'guess'],
    ['KNET_CONFIRM_AFTER_SECONDS', '0'],
    ['KNET_CONFIRM_AFTER_SECONDS', '1.5'],
    ['KNET_CONFIRM_AFTER_SECONDS', '-1'],
    ['KNET_PAYMENT_EXPIRY_MINUTES', '0'],
    ['KNET_REFUND', 'auto'],
    ['KNET_RETRY_ON_PAGE', 'true'],
    ['KNET_LANGID_ENGLISH', 'en'],
    ['KNET_REPORT_TEXT', 'a&b'],
    ['KNET_NOTIFY_SOURCES', '10.0.0.1, everywhere'],
    ['KNET_ENVIRONMENT', 'live'],
  ])('refuse %s=%s and name the variable', (name, value) => {
    expect(problems({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name}: must be `))]);
  });

  it('take a list of sender addresses', () => {
    expect(exampleConfig({ KNET_NOTIFY_SOURCES: '192.0.2.1, 2001:db8::1' }).notifySources).toEqual([
      '192.0.2.1',
      '2001:db8::1',
    ]);
  });
});

describe('credentials', () => {
  it.each(['KNET_TRANPORTAL_ID', 'KNET_PASSWORD', 'KNET_RESOURCE_KEY'])('%s missing is said by name', (name) => {
    expect(problems({ [name]: undefined })).toEqual([expect.stringMatching(new RegExp(`^${name}: .* is missing$`))]);
  });

  it.each(['FIFTEENBYTES000', 'SEVENTEENBYTES000', 'SIXTEENCHARS€€€€'])(
    'a key of the wrong length is refused without being repeated: %s',
    (value) => {
      const found = problems({ KNET_RESOURCE_KEY: value });
      expect(found).toEqual(['KNET_RESOURCE_KEY: the terminal resource key must be exactly 16 bytes long']);
    },
  );

  it.each(['pass&word', 'pass=word', 'pass word', 'pass\nword', 'pässword'])(
    '%j would change the message and is refused, not cleaned',
    (value) => {
      for (const name of ['KNET_TRANPORTAL_ID', 'KNET_PASSWORD']) {
        const found = problems({ [name]: value });
        expect(found).toHaveLength(1);
        expect(found[0]).toMatch(new RegExp(`^${name}: `));
        expect(found[0]).not.toContain(value);
      }
    },
  );

  it('of another environment are refused', () => {
    expect(problems({ KNET_CREDENTIALS_FOR: 'production' })).toEqual([
      expect.stringMatching(/^KNET_CREDENTIALS_FOR: /),
    ]);
  });

  it('do not print, however the configuration is printed', () => {
    const config = exampleConfig();
    for (const text of [
      JSON.stringify(config),
      inspect(config, { depth: 9, showHidden: true }),
      String(config.password),
      String(config.resourceKey),
    ]) {
      expect(text).not.toContain('DemoPass01');
      expect(text).not.toContain('KIOSKDEMOKEY0001');
    }
    expect(config.password.reveal()).toBe('DemoPass01');
  });
});

describe('addresses', () => {
  it('of each environment are accepted in their own environment', () => {
    expect([problems({}), problems(demo), problems(production)]).toEqual([[], [], []]);
  });

  it.each([
    ['test', 'https://kpay.com.kw/kpg/PaymentHTTP.htm?param=paymentInit'],
    ['test', 'http://127.0.0.1/kpg/PaymentHTTP.htm?param=paymentInit'],
    ['test', 'https://kpaytest.com.kw.example.com/kpg/?param=paymentInit'],
    ['test', 'https://xkpaytest.com.kw/kpg/?param=paymentInit'],
    ['test', 'http://kpaytest.com.kw/kpg/?param=paymentInit'],
    ['test', 'https://kpaytest.com.kw:8443/kpg/?param=paymentInit'],
    ['test', 'https://kpaytest.com.kw/kpg/PaymentHTTP.htm'],
    ['test', 'https://kpaytest.com.kw@example.com/?param=paymentInit'],
    ['test', '/kpg/PaymentHTTP.htm?param=paymentInit'],
    ['production', 'https://www.kpaytest.com.kw/kpg/PaymentHTTP.htm?param=paymentInit'],
    ['production', 'https://www.knetpay.com.kw/CGW302/servlet?param=paymentInit'],
    ['demo', 'https://kpaytest.com.kw/kpg/PaymentHTTP.htm?param=paymentInit'],
    ['demo', 'http://192.168.1.5/kpg/PaymentHTTP.htm?param=paymentInit'],
    ['demo', 'http://127.0.0.1.example.com/?param=paymentInit'],
  ] as const)('in %s, %s is refused', (environment, address) => {
    const base = { test: {}, production, demo }[environment];
    for (const name of ['KNET_INIT_URL', 'KNET_TRAN_URL']) {
      expect(problems({ ...base, [name]: address })).toEqual([expect.stringMatching(new RegExp(`^${name}: `))]);
    }
  });

  it.each([
    'http://pay.example.com/knet',
    'https://pay.example.com:8443/knet',
    'https://pay.example.com/knet?a=1',
    'https://pay.example.com/knet?',
    'https://pay.example.com/knet#x',
    'https://pay.example.com/a&b',
    'https://pay.example.com/a=b',
    'https://127.0.0.1/knet',
    'pay.example.com/knet',
    `https://pay.example.com/${'a'.repeat(255)}`,
  ])('of ours that K-Net could not use are refused: %s', (address) => {
    expect(problems({ KNET_RESPONSE_URL: address })).toEqual([expect.stringMatching(/^KNET_RESPONSE_URL: /)]);
    expect(problems({ KNET_ERROR_URL: address })).toEqual([expect.stringMatching(/^KNET_ERROR_URL: /)]);
  });

  it('of ours must be on this machine in the demo', () => {
    expect(problems({ ...demo, KNET_RESPONSE_URL: 'https://pay.example.com/knet' })).toHaveLength(1);
  });
});

describe('production', () => {
  it.each(['KNET_DELIVERY', 'KNET_RETRY_ON_PAGE', 'KNET_CONFIRM_AFTER_SECONDS'])('has no default for %s', (name) => {
    expect(problems({ ...production, [name]: undefined })).toEqual([
      expect.stringMatching(new RegExp(`^${name}: needs the acquirer`)),
    ]);
  });
});
