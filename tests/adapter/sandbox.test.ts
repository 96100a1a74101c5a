import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Party } from '../../src-shared/domain/party.ts';
import { systemClock, systemTimers } from '../../src-gateway/edge/system.ts';
import { networkFetch } from '../../src-gateway/ministry/edge/network.ts';
import { makeSandboxAdapter } from '../../src-gateway/ministry/sandbox-adapter.ts';
import { describeMinistryAdapter, type MinistryUnderTest } from './conformance.ts';

/* The sandbox adapter over the simulator as a program of its own: what an integrator copies for theirs. */

const simulator = join(import.meta.dirname, '../../src-simulators/ministry/server.ts');
const readySchema = z.object({ ready: z.literal('ministry'), port: z.int() });

async function startSandbox(): Promise<MinistryUnderTest> {
  const child = spawn(process.execPath, [simulator], {
    env: { ...process.env, MINISTRY_SIM_PORT: '0', MINISTRY_SIM_POSTING_DELAY_MS: '400' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const baseUrl = `http://127.0.0.1:${await portOf(child)}`;
  const steer = async (path: string, body: object): Promise<void> => {
    const reply = await fetch(`${baseUrl}/sim/${path}`, { method: 'POST', body: JSON.stringify(body) });
    if (!reply.ok) throw new Error(`${path}: ${reply.status}`);
  };
  return {
    adapter: makeSandboxAdapter({
      baseUrl,
      fetch: networkFetch,
      clock: systemClock,
      timers: systemTimers,
      log: () => undefined,
    }),
    examples: {
      manyTickets: person('397061500015'),
      company: { kind: 'company', numberKind: 'unified', number: '990000000017' },
      nothingRecorded: person('399010100029'),
      unknown: person('399010100099'),
    },
    ministry: {
      changeAmount: (ticketNo, amountFils) => steer('tickets/change', { ticketNo, amountFils }),
      payElsewhere: (ticketNo) => steer('tickets/change', { ticketNo, status: 'paid' }),
      cutOff: () => steer('settings', { mode: 'down', downAnswer: 'hang_up' }),
      restore: () => steer('settings', { mode: 'up' }),
    },
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

function person(number: string): Party {
  return { kind: 'individual', numberKind: 'civil', number };
}

/** The port from the line the simulator prints when it is ready. */
async function portOf(child: ChildProcess): Promise<number> {
  if (child.stdout === null) throw new Error('the simulator has no output');
  const lines = createInterface(child.stdout);
  for await (const line of lines) return readySchema.parse(JSON.parse(line)).port;
  throw new Error('the simulator ended before it was ready');
}

describeMinistryAdapter('sandbox', startSandbox);
