import { beforeEach, describe, expect, it } from 'vitest';
import { FeedKiosk, person, ticket } from './test-support.ts';

let kiosk: FeedKiosk;
beforeEach(() => {
  kiosk = new FeedKiosk();
  for (let at = 0; at < 40; at += 1) kiosk.gateway.register.set(at, [ticket(1000 + at)]);
});

describe('a kiosk on its first day', () => {
  it('takes the snapshot and answers from it: these, or provably none', async () => {
    kiosk.gateway.publish();
    await kiosk.run();
    expect(await kiosk.says(3)).toBe('traffic-1003:5000');
    expect(await kiosk.says(77)).toBe('none');
    expect(kiosk.vault.calls).toContain('lookUp');
    expect(person(3).number).toBe('290000000003');
  });
});
