import { describe, expect, it, vi } from 'vitest';

vi.mock('electron', () => ({ protocol: {} })); // only the pure part is under test; Electron itself in tests/e2e

const { fileFor } = await import('./app-protocol.ts');
const root = '/opt/wafa/renderer';

describe('app:// addresses', () => {
  it.each([
    ['app://kiosk/', '/opt/wafa/renderer/kiosk/index.html'],
    ['app://kiosk/assets/kiosk-1.js', '/opt/wafa/renderer/assets/kiosk-1.js'],
    ['app://vault/', '/opt/wafa/renderer/vault/index.html'],
  ])('%s is served', (address, file) => {
    expect(fileFor(address, root)).toBe(file);
  });

  it.each([
    'app://kiosk/../../etc/passwd',
    'app://kiosk/%2e%2e/%2e%2e/etc/passwd.js',
    'app://kiosk/..%2f..%2fsecret.js',
    'app://stranger/',
    'app://kiosk/assets/data.sqlite',
    'app://kiosk/%zz.js',
  ])('%s never leads out of the built pages', (address) => {
    const file = fileFor(address, root);
    expect(file === null || file.startsWith(`${root}/`)).toBe(true);
  });

  it.each([
    'app://stranger/',
    'app://kiosk/assets/data.sqlite',
    'app://kiosk/..%2f..%2fsecret.js',
    'app://kiosk/%zz.js',
  ])('%s is not found', (address) => {
    expect(fileFor(address, root)).toBeNull();
  });
});
