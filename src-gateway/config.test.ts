import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

const demo = { GATEWAY_DEMO: '1', MINISTRY_URL: 'http://127.0.0.1:9001' };
const real = {
  GATEWAY_PUBLIC_URL: 'https://pay.example.org',
  GATEWAY_DATABASE: 'postgres://gateway@db/gateway',
  GATEWAY_DATA: '/var/lib/gateway',
  MINISTRY_URL: 'https://adapter.example.org',
};
const demoPage = {
  KNET_INIT_URL: 'http://127.0.0.1:9002/kpg/PaymentHTTP.htm?param=paymentInit',
  KNET_TRAN_URL: 'http://127.0.0.1:9002/kpg/tranPipe.htm?param=tranInit',
};

describe('the settings', () => {
  it('of a demo need only the ministry, and K-Net when there is to be payment', () => {
    expect(readConfig(demo)).toMatchObject({
      ok: true,
      value: { database: 'pglite:memory', publicUrl: 'http://127.0.0.1:8080', knet: null },
    });
    expect(readConfig({ ...demo, ...demoPage, GATEWAY_PORT: '8099' })).toMatchObject({
      ok: true,
      value: {
        knet: {
          environment: 'demo',
          responseUrl: 'http://127.0.0.1:8099/knet/notify',
          errorUrl: 'http://127.0.0.1:8099/knet/error',
        },
      },
    });
  });

  it('for real are complete without K-Net: look-ups only', () => {
    expect(readConfig(real)).toMatchObject({ ok: true, value: { demo: false, knet: null } });
  });

  it("put the feed beside the gateway's keys, unless another folder is named", () => {
    expect(readConfig(demo)).toMatchObject({ value: { feedFolder: null, feedBuild: true, feedEpochDays: 14 } });
    expect(readConfig(real)).toMatchObject({ value: { feedFolder: join('/var/lib/gateway', 'feed') } });
    const shared = { ...real, GATEWAY_FEED_FOLDER: '/mnt/feed', GATEWAY_FEED_BUILD: '0' };
    expect(readConfig(shared)).toMatchObject({ value: { feedFolder: '/mnt/feed', feedBuild: false } });
  });

  it.each([
    ['a demo that others can reach', { ...demo, GATEWAY_HOST: '0.0.0.0' }, 'GATEWAY_HOST'],
    [
      'a demo with an address of the world',
      { ...demo, GATEWAY_PUBLIC_URL: 'https://pay.example.org' },
      'GATEWAY_PUBLIC_URL',
    ],
    ['a demo that asks a real ministry', { ...demo, MINISTRY_URL: 'https://adapter.example.org' }, 'MINISTRY_URL'],
    ['a demo with a real payment page', { ...demo, ...demoPage, KNET_ENVIRONMENT: 'production' }, 'KNET_'],
    ['visitors paying without https', { ...real, GATEWAY_PUBLIC_URL: 'http://pay.example.org' }, 'GATEWAY_PUBLIC_URL'],
    [
      'a public address with a path',
      { ...real, GATEWAY_PUBLIC_URL: 'https://pay.example.org/x' },
      'GATEWAY_PUBLIC_URL',
    ],
    ['no folder for a feed that another fills', { ...real, GATEWAY_FEED_BUILD: '0' }, 'GATEWAY_FEED_FOLDER'],
    ['no database', { ...real, GATEWAY_DATABASE: '' }, 'GATEWAY_DATABASE'],
    ['no place for the keys', { ...real, GATEWAY_DATA: undefined }, 'GATEWAY_DATA'],
    ['a code for everybody', { ...real, GATEWAY_ENROL_CODES: 'DEMO-CODE' }, 'GATEWAY_ENROL_CODES'],
    ['identity numbers in the clear', { ...real, MINISTRY_URL: 'http://adapter.example.org' }, 'MINISTRY_URL'],
    ['no ministry', { GATEWAY_DEMO: '1' }, 'MINISTRY_URL'],
    [
      'half of K-Net',
      { ...real, KNET_INIT_URL: 'https://kpaytest.com.kw/kpg/PaymentHTTP.htm?param=paymentInit' },
      'KNET_ENVIRONMENT',
    ],
    ['a number that is none', { ...demo, GATEWAY_MAX_ITEMS: 'many' }, 'GATEWAY_MAX_ITEMS'],
  ])('refuse %s, naming the variable', (_what, env, name) => {
    const read = readConfig(env);
    expect(read.ok).toBe(false);
    expect(read.ok ? '' : read.error.join('\n')).toContain(name);
  });

  it('never repeat a secret when they refuse', () => {
    const read = readConfig({
      ...real,
      ...demoPage,
      KNET_PASSWORD: 'hidden&secret',
      KNET_RESOURCE_KEY: 'short-secret',
    });
    expect(JSON.stringify(read)).not.toContain('hidden');
    expect(JSON.stringify(read)).not.toContain('short-secret');
  });
});
