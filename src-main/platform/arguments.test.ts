import { describe, expect, it } from 'vitest';
import { forbiddenSwitch } from './arguments.ts';

describe('the command line of a shipped kiosk', () => {
  it.each([
    '--remote-debugging-port=9222',
    '--inspect',
    '--inspect-brk=0',
    '--no-sandbox',
    '-no-sandbox',
    '--disable-web-security',
    '--ignore-certificate-errors',
    '--host-resolver-rules=MAP * 127.0.0.1',
    '--proxy-server=x',
    '--load-extension=/tmp/x',
  ])('is refused with %s', (argument) => {
    expect(forbiddenSwitch(['/opt/wafa/wafa', argument])).not.toBeNull();
  });

  it('is fine without any of them', () => {
    expect(forbiddenSwitch(['/opt/wafa/wafa', '--lang=ar', '--force-device-scale-factor=1'])).toBeNull();
  });
});
