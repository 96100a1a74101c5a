import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { manifestSchema, recordsOf, signedHeadSchema, type FeedHead } from '../src-shared/feed/head.ts';

const server = new URL('./server.ts', import.meta.url).pathname;
const ministrySimulator = new URL('../src-simulators/ministry/server.ts', import.meta.url).pathname;
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function launch(env: Record<string, string>, program = server): ChildProcess {
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  return child;
}

/** Its address, once it listens. */
async function addressOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('no standard output');
  child.stderr?.resume();
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return `http://127.0.0.1:${(JSON.parse(line) as { port: number }).port}`;
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

  it('reads the register into its data folder, and hands the feed out from there, also after a restart', async () => {
    const data = await mkdtemp(join(tmpdir(), 'wafa-gateway-'));
    const ministry = await addressOf(launch({ MINISTRY_SIM_PORT: '0' }, ministrySimulator));
    const env = { GATEWAY_DEMO: '1', GATEWAY_PORT: '0', GATEWAY_DATA: data, MINISTRY_URL: ministry };
    const first = launch(env);
    const headFrom = async (address: string): Promise<FeedHead | null> => {
      const answer = await fetch(`${address}/v1/feed/head`);
      return answer.ok ? signedHeadSchema.parse(await answer.json()).head : null;
    };
    const address = await addressOf(first);
    let head = await headFrom(address);
    while (head === null) {
      await pause(200);
      head = await headFrom(address);
    }
    const manifest = await fetch(`${address}/v1/feed/objects/${head.manifest}`);
    expect(recordsOf(manifestSchema.parse(await manifest.json()))).toBeGreaterThan(200);
    expect((await fetch(`${address}/v1/feed/peppers`)).status).toBe(401);
    first.kill('SIGKILL');
    await once(first, 'exit');
    const again = await addressOf(launch({ ...env, MINISTRY_URL: 'http://127.0.0.1:9' }));
    expect(await headFrom(again)).toMatchObject({ seq: head.seq, manifest: head.manifest });
    await rm(data, { recursive: true });
  }, 120_000);

  it('refuses unsafe settings with a sentence and no start', async () => {
    const gateway = launch({ MINISTRY_URL: 'http://127.0.0.1:9' });
    let said = '';
    gateway.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    expect(await once(gateway, 'exit')).toEqual([2, null]);
    expect(said).toContain('GATEWAY_DATABASE');
  }, 30_000);
});
