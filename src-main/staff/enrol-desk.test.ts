import { describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../src-shared/contract/audit-catalogue.ts';
import { auditEventSchema } from '../../src-shared/contract/audit-catalogue.ts';
import { enrolViewSchema } from '../../src-shared/contract/staff/enrol.ts';
import { withCheck } from '../../src-shared/domain/enrol-code.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { Enrolment } from '../connection/connection.ts';
import type { EnrolFailure, UnconfirmedIdentity } from '../identity/kiosk-identity.ts';
import { HandTime } from '../payment/test-support.ts';
import { EnrolDesk } from './enrol-desk.ts';
import { LockOut } from './lock-out.ts';
import { MemoryFile } from './test-support.ts';

const code = withCheck('7'.repeat(27));
const site = { ar: 'المركز', en: 'Centre' };
const granted: UnconfirmedIdentity = {
  identity: {
    ...{ kioskCode: 'K001', site, answerKey: 'a', receiptKey: 'r', deviceKey: 'd' },
    sign: (bytes) => bytes,
    unseal: async () => null,
  },
  words: [{ ar: 'قمر', en: 'moon' }],
};
const refused: EnrolFailure = { kind: 'problem', code: 'code_not_valid', message: '' };

/** A kiosk that is nobody; the same file again is a restart. */
async function nobody(file = new MemoryFile()) {
  const time = new HandTime();
  const lockOut = new LockOut(file, time);
  await lockOut.open();
  const world = {
    state: { step: 'code', why: 'not_enrolled' } as Enrolment | null,
    says: ok(granted) as Result<UnconfirmedIdentity, EnrolFailure>,
    settles: true,
    writable: true,
  };
  const asked: string[] = [];
  const audit: AuditEvent[] = [];
  const logged: string[] = [];
  const desk = new EnrolDesk({
    connection: {
      get enrolment() {
        return world.state;
      },
      enrol: async (typed) => {
        asked.push(typed);
        if (world.says.ok) world.state = { step: 'compare', granted: world.says.value };
        return world.says;
      },
      settle: async (same) => {
        if (world.settles) world.state = same ? null : { step: 'code', why: 'not_enrolled' };
        return world.settles;
      },
    },
    lockOut,
    audit: { note: async (event) => (world.writable && audit.push(auditEventSchema.parse(event)), world.writable) },
    log: (_event, details) => logged.push(JSON.stringify(details)),
  });
  const view = () => (world.state === null ? desk.view() : enrolViewSchema.parse(desk.view()));
  const refusals = async (times: number): Promise<void> => {
    world.says = err(refused);
    for (let time = 0; time < times; time += 1) await desk.enrol(code);
  };
  return { desk, world, view, asked, audit, logged, time, file, refusals };
}

describe('a kiosk that is nobody', () => {
  it('shows the words after a good code, and is somebody when they are the same', async () => {
    const { desk, view, audit, logged } = await nobody();
    expect(view()).toEqual({ step: 'code', why: 'not_enrolled', problem: null, waitSeconds: 0 });
    await desk.enrol(code);
    expect(view()).toEqual({ step: 'compare', kioskCode: 'K001', site, words: granted.words, problem: null });
    expect(await desk.compare(true)).toEqual(ok('enrolled'));
    expect(view()).toBeNull();
    expect(audit).toEqual([
      { kind: 'enrol_begun' },
      { kind: 'enrol_ended', kiosk: 'K001', why: null },
      { kind: 'enrol_compared', kiosk: 'K001', same: true },
    ]);
    expect(logged).toEqual(['{"how":"granted"}', '{"how":"same"}']);
  });

  it('takes the code however it is written', async () => {
    const { desk, asked } = await nobody();
    await desk.enrol(` ${code.toLowerCase().replace(/(.{4})/g, '$1-')}\n`);
    expect(asked).toEqual([code]);
  });

  it('whose words are others says so, and takes the next code', async () => {
    const { desk, view, audit } = await nobody();
    await desk.enrol(code);
    await desk.compare(false);
    expect(view()).toMatchObject({ step: 'code', problem: 'differ' });
    expect(audit.at(-1)).toEqual({ kind: 'enrol_compared', kiosk: 'K001', same: false });
    await desk.enrol(code);
    expect(view()).toMatchObject({ step: 'compare', problem: null });
  });

  it('tells a slip without asking anybody, and counts it for nothing', async () => {
    const { desk, view, asked, audit } = await nobody();
    for (let slips = 0; slips < 10; slips += 1) await desk.enrol(code.replace(/^7/, '8'));
    expect(view()).toMatchObject({ problem: 'mistyped', waitSeconds: 0 });
    expect([asked, audit]).toEqual([[], []]);
  });

  it.each<[string, EnrolFailure, string]>([
    ['the gateway does not take the code', refused, 'refused'],
    ['nobody answers in time', { kind: 'network_down' }, 'no_answer'],
    ['the gateway is in trouble', { kind: 'problem', code: 'internal', message: '' }, 'gateway_away'],
    ['somebody else answers', { kind: 'bad_answer', reason: 'not_json' }, 'strange_answer'],
    ['the disk is full', { kind: 'disk' }, 'disk'],
  ])('says when %s, writes it down, and takes the code again', async (_what, failure, problem) => {
    const { desk, world, view, audit } = await nobody();
    world.says = err(failure);
    await desk.enrol(code);
    expect(view()).toMatchObject({ step: 'code', problem, waitSeconds: 0 });
    expect(audit.at(-1)).toEqual({ kind: 'enrol_ended', kiosk: null, why: problem });
    world.says = ok(granted);
    await desk.enrol(code);
    expect(view()).toMatchObject({ step: 'compare' });
  });

  it('waits longer and longer after codes that were not taken, and the wait begins anew with a restart', async () => {
    const { desk, view, asked, refusals, time, file } = await nobody();
    await refusals(3);
    expect(view()).toMatchObject({ problem: 'refused', waitSeconds: 30 });
    await desk.enrol(code);
    expect([view(), asked.length]).toMatchObject([{ problem: 'locked' }, 3]);
    await time.pass(30_000);
    await desk.enrol(code);
    expect(view()).toMatchObject({ problem: 'refused', waitSeconds: 60 });
    const after = await nobody(file);
    expect(after.view()).toMatchObject({ waitSeconds: 60 });
  });

  it('does not wait because the gateway was away, and a good code ends the count', async () => {
    const { desk, world, view, refusals, time } = await nobody();
    await refusals(2);
    world.says = err({ kind: 'network_down' });
    for (let times = 0; times < 5; times += 1) await desk.enrol(code);
    expect(view()).toMatchObject({ waitSeconds: 0 });
    await refusals(1);
    expect(view()).toMatchObject({ waitSeconds: 30 });
    await time.pass(30_000);
    world.says = ok(granted);
    await desk.enrol(code);
    await desk.compare(false);
    await refusals(2);
    expect(view()).toMatchObject({ waitSeconds: 0 });
  });

  it('does nothing that cannot be written down', async () => {
    const { desk, world, view, asked, file } = await nobody();
    world.writable = false;
    await desk.enrol(code);
    expect([view(), asked]).toMatchObject([{ problem: 'not_written' }, []]);
    world.writable = true;
    file.refuses = true;
    await desk.enrol(code);
    expect([view(), asked]).toMatchObject([{ problem: 'not_written' }, []]);
    file.refuses = false;
    await desk.enrol(code);
    world.writable = false;
    await desk.compare(true);
    expect(view()).toMatchObject({ step: 'compare', problem: 'not_written' });
  });

  it('keeps the words on the screen while the disk does not take the answer', async () => {
    const { desk, world, view } = await nobody();
    await desk.enrol(code);
    world.settles = false;
    expect(await desk.compare(true)).toEqual(ok(null));
    expect(view()).toMatchObject({ step: 'compare', problem: 'disk' });
  });

  it('asks nobody once it is somebody, or before a code is wanted', async () => {
    const { desk, world, asked, audit } = await nobody();
    for (const state of [null, { step: 'no_address' }, { step: 'compare', granted }] as const) {
      world.state = state;
      await desk.enrol(code);
    }
    world.state = null;
    await desk.compare(true);
    expect([asked, audit]).toEqual([[], []]);
  });

  it('shows no old problem to whoever comes next', async () => {
    const { desk, view, refusals } = await nobody();
    await refusals(1);
    desk.forget();
    expect(view()).toMatchObject({ problem: null });
  });
});
