import { describe, expect, it } from 'vitest';
import type { PrivateFile } from '../identity/private-file.ts';
import { ServiceSwitch } from './service-switch.ts';

function disk(text: string | null = null) {
  const world = { text, full: false };
  const file: PrivateFile = {
    read: async () => world.text,
    replace: async (next) => {
      if (world.full) throw new Error('ENOSPC');
      world.text = next;
    },
  };
  return { world, file };
}
const out = { by: 'A101', at: '2026-11-26T09:00:00.000+03:00' };

describe('a kiosk taken out of service by staff', () => {
  it('stays out over a power cut, until staff bring it back', async () => {
    const { file } = disk();
    expect(await (await ServiceSwitch.open(file)).set(out)).toBe(true);
    const again = await ServiceSwitch.open(file);
    expect(again.out).toEqual(out);
    await again.set(null);
    expect((await ServiceSwitch.open(file)).out).toBeNull();
  });

  it('is out at once even if the disk takes nothing, and says that the next start will not know', async () => {
    const { world, file } = disk();
    const service = await ServiceSwitch.open(file);
    world.full = true;
    expect([await service.set(out), service.out]).toEqual([false, out]);
  });

  it.each(['', '{', '{"v":1}', '{"v":1,"out":{"by":"x"}}', '{"v":2,"out":null}'])(
    'is in service when what was kept is damaged: %s',
    async (text) => expect((await ServiceSwitch.open(disk(text).file)).out).toBeNull(),
  );
});
