import { describe, expect, it } from 'vitest';
import type { PrivateFile } from '../identity/private-file.ts';
import { openServiceSwitch } from './service-switch.ts';

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
    expect(await (await openServiceSwitch(file)).set(out)).toBe(true);
    const again = await openServiceSwitch(file);
    expect(again.value).toEqual(out);
    await again.set(null);
    expect((await openServiceSwitch(file)).value).toBeNull();
  });

  it('is out at once even if the disk takes nothing, and says that the next start will not know', async () => {
    const { world, file } = disk();
    const service = await openServiceSwitch(file);
    world.full = true;
    expect([await service.set(out), service.value]).toEqual([false, out]);
  });

  it.each(['', '{', '{"v":1}', '{"v":1,"value":{"by":"x"}}', '{"v":2,"value":null}'])(
    'is in service when what was kept is damaged: %s',
    async (text) => expect((await openServiceSwitch(disk(text).file)).value).toBeNull(),
  );
});
