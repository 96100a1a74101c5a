import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';

const server = new URL('./server.ts', import.meta.url).pathname;
let child: ChildProcess | null = null;
afterEach(() => child?.kill('SIGKILL'));

function launch(env: Record<string, string>): ChildProcess {
  child = spawn(process.execPath, [server], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return child;
}

describe('the gateway as a process', () => {
  it('says one line when it is ready, answers, and ends cleanly when asked to', async () => {
    const gateway = launch({
      GATEWAY_DEMO: '1',
      GATEWAY_PORT: '0',
      GATEWAY_ENROL_CODES: 'DEMO-CODE-1',
      MINISTRY_URL: 'http://127.0.0.1:9',
    });
    if (gateway.stdout === null) throw new Error('no standard output');
    const [line] = (await once(createInterface(gateway.stdout), 'line')) as [string];
    const ready = JSON.parse(line) as { ready: string; port: number };
    expect(ready.ready).toBe('gateway');
    const status = await fetch(`http://127.0.0.1:${ready.port}/v1/status`);
    expect(await status.json()).toMatchObject({
      demo: true,
      ministry: 'down',
      paymentsOpen: true,
      rails: ['terminal'],
    });
    const deviceKey = Buffer.alloc(32, 1).toString('base64url');
    const enrolled = await fetch(`http://127.0.0.1:${ready.port}/v1/kiosks/enrol`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: 'DEMO-CODE-1', deviceKey }),
    });
    expect(await enrolled.json()).toMatchObject({ kioskCode: 'K001' });
    gateway.kill('SIGTERM');
    expect(await once(gateway, 'exit')).toEqual([0, null]);
  }, 60_000);

  it('refuses unsafe settings with a sentence and no start', async () => {
    const gateway = launch({ MINISTRY_URL: 'http://127.0.0.1:9' });
    let said = '';
    gateway.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    expect(await once(gateway, 'exit')).toEqual([2, null]);
    expect(said).toContain('GATEWAY_DATABASE');
  }, 30_000);
});
