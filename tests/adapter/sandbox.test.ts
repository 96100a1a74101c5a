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
const codesSchema = z.object({ codes: z.array(z.object({ id: z.string(), code: z.string() })) });
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
      residencyFines: person('398022800028'),
      residencyCases: { kind: 'individual', numberKind: 'reference', number: '310000017' },
      unknownReference: { kind: 'individual', numberKind: 'reference', number: '999999999' },
      findings: {
        referenceResidents: {
          known: { civilNumber: '399123100017', passportNumber: 'Z0000001', passportExpiry: '2030-01-15' },
          unknown: { civilNumber: '399123100017', passportNumber: 'Z0000002', passportExpiry: '2030-01-15' },
        },
        referenceCitizens: {
          known: { civilNumber: '397061500015', passportNumber: 'K0000015', nationalityDate: '2001-05-20' },
        },
        medicalResult: { known: { referenceNumber: '310000017' } },
        caseProgress: { known: { referenceNumber: '310000017' }, unknown: { referenceNumber: '999999999' } },
        civilCard: { known: { cardNumber: '700017' }, unknown: { cardNumber: '111111' } },
        renewalIndividuals: { known: { civilNumber: '399123100017' }, unknown: { civilNumber: '399010100099' } },
        renewalCompanies: { known: { companyNumber: '990000000017' }, unknown: { companyNumber: '111111111111' } },
      },
    },
    ministry: {
      changeAmount: (ticketNo, amountFils) => steer('tickets/change', { ticketNo, amountFils }),
      payElsewhere: (ticketNo) => steer('tickets/change', { ticketNo, status: 'paid' }),
      async codeOf(challengeId) {
        const reply = await fetch(`${baseUrl}/sim/codes`);
        const { codes } = codesSchema.parse(await reply.json());
        return codes.find(({ id }) => id === challengeId)?.code ?? null;
      },
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
