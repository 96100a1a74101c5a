import { describe, expect, it } from 'vitest';
import { readKioskConfig } from './kiosk-config.ts';

describe('the settings of a kiosk', () => {
  it('fill the screen, know no gateway and offer no rail when nothing is set', () => {
    expect(readKioskConfig({})).toMatchObject({
      ok: true,
      value: { gatewayUrl: null, demo: false, rails: [], window: { fullScreen: true } },
    });
  });

  it('take a plain gateway on loopback in demo mode only', () => {
    const address = 'http://127.0.0.1:8080';
    expect(readKioskConfig({ WAFA_DEMO: '1', WAFA_GATEWAY_URL: address }).ok).toBe(true);
    expect(readKioskConfig({ WAFA_GATEWAY_URL: address })).toMatchObject({
      ok: false,
      error: expect.stringContaining('https'),
    });
    expect(readKioskConfig({ WAFA_DEMO: '1', WAFA_GATEWAY_URL: 'http://10.0.0.1:80' }).ok).toBe(false);
  });

  it('refuse the screen rail without the acquirer’s written approval', () => {
    expect(readKioskConfig({ WAFA_RAILS: 'phone,screen' })).toMatchObject({
      ok: false,
      error: expect.stringContaining('WAFA_SCREEN_APPROVAL'),
    });
    expect(readKioskConfig({ WAFA_RAILS: 'phone,screen', WAFA_SCREEN_APPROVAL: 'ACQ-2026-17' }).ok).toBe(true);
  });

  it('draw a window at a scale', () => {
    const read = readKioskConfig({ WAFA_WINDOW: '1080x1920@0.5' });
    expect(read.ok && read.value.window).toEqual({ fullScreen: false, width: 1080, height: 1920, scale: 0.5 });
  });

  it('say how much of the line the offline copy may take', () => {
    expect(readKioskConfig({})).toMatchObject({ value: { feedRate: null } });
    expect(readKioskConfig({ WAFA_FEED_RATE: '20000' })).toMatchObject({ value: { feedRate: 20_000 } });
    expect(readKioskConfig({ WAFA_FEED_RATE: '0' }).ok).toBe(false);
  });

  it('tell how many dots go across the paper', () => {
    expect(readKioskConfig({})).toMatchObject({ value: { paperDots: 576 } });
    expect(readKioskConfig({ WAFA_PAPER: '58' })).toMatchObject({ value: { paperDots: 384 } });
  });

  it.each([
    { WAFA_WINDOW: 'big' },
    { WAFA_PRINTER: '10.0.0.1' },
    { WAFA_PAPER: '72' },
    { WAFA_SCANNER: 'serial:COM3' },
    { WAFA_DEMO: 'yes' },
    { WAFA_RAILS: 'cash' },
  ])('that cannot be read say which one: %j', (environment) => {
    const read = readKioskConfig(environment);
    expect(!read.ok && read.error).toContain(Object.keys(environment)[0]);
  });
});
