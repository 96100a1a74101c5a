import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readEnvironment } from './settings.ts';

const start = (env: Record<string, string>): ReturnType<typeof spawn> =>
  spawn(process.execPath, [join(import.meta.dirname, 'server.ts')], { env, stdio: ['ignore', 'pipe', 'pipe'] });

describe('the simulator as a process', () => {
  it('says on one line where it listens, answers on loopback only and stops when asked', async () => {
    const child = start({ KNET_SIM_EXPIRY_MINUTES: '5' });
    if (child.stdout === null) throw new Error('no stdout');
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const ready = JSON.parse(line) as { ready: string; port: number };
    expect([ready.ready, typeof ready.port]).toEqual(['knet', 'number']);
    const state = await fetch(`http://127.0.0.1:${ready.port}/sim/state`);
    expect(await state.json()).toMatchObject({ settings: { expiryMinutes: 5, voidWindowMs: 2000 }, attempts: [] });
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((one) => one?.family === 'IPv4' && !one.internal);
    if (outside) await expect(fetch(`http://${outside.address}:${ready.port}/sim/state`)).rejects.toThrow();
    child.kill('SIGTERM');
    expect((await once(child, 'exit'))[0]).toBe(0);
  });

  it('refuses wrong settings by name, without showing the value', async () => {
    const child = start({ KNET_SIM_KEY: 'tooShort' });
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    expect((await once(child, 'close'))[0]).toBe(2);
    expect(said).toContain('KNET_SIM_KEY');
    expect(said).not.toContain('tooShort');
  });

  it.each([
    { KNET_SIM_PORT: 'x' },
    { KNET_SIM_PORT: '70000' },
    { KNET_SIM_VOID_WINDOW_MS: '0' },
    { KNET_SIM_TRANPORTAL_ID: '' },
  ])('does not start with %j', (env) => {
    expect(readEnvironment(env).ok).toBe(false);
  });
});
