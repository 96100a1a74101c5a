import { expect, it } from 'vitest';
import { readScannerAddress } from './address.ts';

it.each([
  ['tcp://10.0.0.7:4001', { by: 'tcp', host: '10.0.0.7', port: 4001 }],
  ['serial:/dev/ttyACM0', { by: 'serial', path: '/dev/ttyACM0', baud: null }],
  [
    'serial:/dev/serial/by-id/usb-scanner-if00@9600',
    { by: 'serial', path: '/dev/serial/by-id/usb-scanner-if00', baud: 9600 },
  ],
])('%s is a scanner', (text, value) => {
  expect(readScannerAddress(text)).toEqual({ ok: true, value });
});

it.each([
  '10.0.0.7:4001',
  'serial:ttyACM0',
  'serial:/etc/passwd',
  'serial:/dev/../etc/passwd',
  'serial:/dev/ttyS0@fast',
  'serial:/dev/ttyS0@123',
])('%s is none', (text) => {
  expect(readScannerAddress(text).ok).toBe(false);
});
