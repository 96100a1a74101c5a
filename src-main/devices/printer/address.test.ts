import { expect, it } from 'vitest';
import { readPrinterAddress } from './address.ts';

it.each([
  ['tcp://10.0.0.7:9100', { by: 'tcp', host: '10.0.0.7', port: 9100 }],
  ['usb:/dev/usb/lp0', { by: 'usb', path: '/dev/usb/lp0' }],
  ['cups:office', { by: 'cups', port: 631, queue: 'office' }],
  ['cups://127.0.0.1:8631/office', { by: 'cups', port: 8631, queue: 'office' }],
])('%s is a printer', (text, value) => {
  expect(readPrinterAddress(text)).toEqual({ ok: true, value });
});

it.each([
  '10.0.0.7',
  'usb:lp0',
  'usb:/dev/../etc/shadow',
  'cups:',
  'cups:a/b',
  'cups://10.0.0.7:631/office',
  'cups:desk?x',
])('%s is none', (text) => {
  expect(readPrinterAddress(text).ok).toBe(false);
});
