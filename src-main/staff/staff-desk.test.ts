import { describe, expect, it } from 'vitest';
import {
  pageActions,
  placeNames,
  placeViewSchema,
  staffSnapshotSchema,
  type StaffSnapshot,
} from '../../src-shared/contract/staff-ipc.ts';
import { staffVerbs, type StaffVerb } from '../../src-shared/contract/staff-verbs.ts';
import { err, ok } from '../../src-shared/result.ts';
import type { StaffMember } from '../../src-shared/staff/directory.ts';
import { mayDo } from '../../src-shared/staff/actions.ts';
import { staffRoleSchema, type StaffRole } from '../../src-shared/staff/roles.ts';
import { HandTime, settle } from '../payment/test-support.ts';
import type { PlaceHandlers, Places, PlaceVerb } from './place.ts';
import { StaffDesk, type StaffEnrolment, type StaffRecord } from './staff-desk.ts';
import { nothingToEnrol } from './test-support.ts';

function member(role: StaffRole): StaffMember {
  return { id: 'S201', name: 'Demo', role, pin: { salt: 'a'.repeat(22), hash: 'b'.repeat(43) } };
}

const noPage = {
  view: (): never => {
    throw new Error('no test of the desk looks at this page');
  },
};
// A record made from every name has every name.
const noPages = Object.fromEntries(
  placeViewSchema.options.map(({ shape }) => [shape.name.value, noPage]),
) as unknown as Places;
// What is not for anybody, or for whoever is signed in, belongs to a page.
const placeVerbs = (Object.keys(staffVerbs) as StaffVerb[]).filter(
  (verb): verb is PlaceVerb => staffVerbs[verb] !== 'anybody' && staffVerbs[verb] !== 'signedIn',
);

const badge = `WAFA-BADGE-${'7'.repeat(26)}`;

/** A staff desk whose money, directory and record are at the test's hand. */
function desk(role: StaffRole = 'supervisor', enrolment: StaffEnrolment = nothingToEnrol) {
  const time = new HandTime();
  const nothing = (): void => undefined;
  const world = {
    inMotion: false,
    known: true,
    writable: true,
    open: false,
    paused: false,
    gone: nothing,
  };
  const notes: string[] = [];
  const pushes: StaffSnapshot[] = [];
  let looked = 0;
  let finishLook: (() => void) | null = null;
  const noted = placeVerbs.map((verb) => [verb, () => (notes.push(`did ${verb}`), err('not_here'))]);
  const record: StaffRecord = {
    asked: (how, opened) => notes.push(`asked ${how} ${opened}`),
    signedIn: ({ id }) => notes.push(`in ${id}`),
    notSignedIn: (id, why) => notes.push(`not in ${id} ${why}`),
    signedOut: ({ id }, why) => notes.push(`out ${id} ${why}`),
    beforeAction: async (_by, action) => (notes.push(`before ${action}`), world.writable),
    refused: (_by, action) => notes.push(`refused ${action}`),
    afterAction: (_by, action, _subject, outcome) => notes.push(`after ${action} ${outcome.ok}`),
  };
  const staff = new StaffDesk({
    enrolment,
    window: {
      openStaff: (onGone) => void ((world.open = true), (world.gone = onGone)),
      pushStaff: (snapshot) => void pushes.push(staffSnapshotSchema.parse(snapshot)),
      closeStaff: () => void (world.open = false),
    },
    visitors: {
      moneyInMotion: () => world.inMotion,
      pause: () => void (world.paused = true),
      resume: () => void (world.paused = false),
    },
    door: {
      showBadge: (text) => notes.push(`badge ${text}`),
      forgetBadge: nothing,
      try: async (id, pin) => {
        if (pin === 'with badge' && !notes.includes(`badge ${badge}`)) return err({ kind: 'badge' });
        return pin === '731946' || pin === 'with badge' ? ok({ ...member(role), id }) : err({ kind: 'wrong' });
      },
      waitSeconds: () => 0,
      member: (id) => (world.known ? { ...member(role), id } : null),
    },
    record,
    places: { ...noPages, status: { view: () => ({ name: 'status', cannotPay: [], lines: [], clockDoubt: null }) } },
    handlers: {
      // A record made from every verb has every verb.
      ...(Object.fromEntries(noted) as PlaceHandlers),
      lookAgain: () => {
        looked += 1;
        return new Promise((resolve) => (finishLook = () => resolve(ok(null))));
      },
    },
    kiosk: () => ({ code: 'K001', demo: true }),
    clock: time,
    timers: time,
    log: () => undefined,
  });
  const last = (): StaffSnapshot => {
    const snapshot = pushes.at(-1);
    if (!snapshot) throw new Error('nothing was pushed');
    return snapshot;
  };
  const signIn = async (): Promise<void> => {
    staff.asked('corners');
    staff.handle('signIn', { id: 'S201', pin: '731946' });
    await settle();
  };
  return { time, world, notes, staff, last, signIn, looked: () => looked, finishLook: () => finishLook?.() };
}

describe('the sign of staff', () => {
  it('ends the visit and asks who is there', () => {
    const { staff, world, last, notes } = desk();
    staff.asked('corners');
    staff.handle('ready', {});
    expect(world).toMatchObject({ open: true, paused: true });
    expect(last()).toMatchObject({ who: null, place: null, pages: [] });
    expect(notes).toEqual(['asked corners true']);
  });

  it('while money may move leaves the visitor alone, and is followed as soon as the outcome is there', async () => {
    const { staff, world, time, notes } = desk();
    world.inMotion = true;
    staff.asked('key');
    await time.pass(5_000);
    expect(world).toMatchObject({ open: false, paused: false });
    world.inMotion = false;
    await time.pass(1_000);
    expect(world).toMatchObject({ open: true, paused: true });
    expect(notes).toEqual(['asked key false']);
  });

  it('is forgotten when the money takes too long, or the key is turned back', async () => {
    for (const turnBack of [false, true]) {
      const { staff, world, time } = desk();
      world.inMotion = true;
      staff.asked('key');
      if (turnBack) staff.turned('go');
      else await time.pass(190_000);
      world.inMotion = false;
      await time.pass(5_000);
      expect(world.open).toBe(false);
    }
  });
});

describe('the door', () => {
  it('lets in who knows the PIN, and tells nobody else anything', async () => {
    const { staff, last, notes } = desk();
    staff.asked('corners');
    staff.handle('signIn', { id: 'S201', pin: '000000' });
    await settle();
    expect(last()).toMatchObject({ who: null, place: null, signIn: { problem: 'wrong' } });
    expect(staff.handle('goTo', { place: 'status' })).toBe(false);
    expect(staff.handle('lookAgain', {})).toBe(false);
    staff.handle('signIn', { id: 'S201', pin: '731946' });
    await settle();
    expect(last()).toMatchObject({ who: { id: 'S201', role: 'supervisor' }, place: { name: 'status' } });
    expect(notes.slice(1)).toEqual(['not in S201 wrong', 'in S201']);
  });

  it('gives the visitors their screen back when nobody signs in', async () => {
    const { staff, world, time } = desk();
    staff.asked('corners');
    await time.pass(61_000);
    expect(world).toMatchObject({ open: false, paused: false });
  });

  it('knows nothing once it is closed', () => {
    const { staff, world } = desk();
    expect(staff.handle('signIn', { id: 'S201', pin: '731946' })).toBe(false);
    expect(world.open).toBe(false);
  });
});

describe('somebody signed in', () => {
  it('is asked before they are signed out for doing nothing', async () => {
    const { staff, last, time, signIn, world, notes } = desk();
    await signIn();
    await time.pass(151_000);
    expect(last().endsInSeconds).toBeGreaterThan(0);
    staff.handle('activity', {});
    expect(last().endsInSeconds).toBeNull();
    await time.pass(181_000);
    expect(world.open).toBe(false);
    expect(notes.at(-1)).toBe('out S201 idle');
  });

  it.each([
    ['leaves', 'left', ({ staff }: ReturnType<typeof desk>) => staff.handle('leave', {})],
    ['turns the key back', 'key', ({ staff }: ReturnType<typeof desk>) => staff.turned('go')],
    ['loses the page', 'page_lost', ({ world }: ReturnType<typeof desk>) => world.gone()],
    ['is no longer in the directory', 'removed', ({ world }: ReturnType<typeof desk>) => (world.known = false)],
  ])('who %s is signed out, and the next has to sign in', async (_how, why, leave) => {
    const all = desk();
    await all.signIn();
    leave(all);
    await all.time.pass(1_000);
    expect(all.world).toMatchObject({ open: false, paused: false });
    expect(all.notes.at(-1)).toBe(`out S201 ${why}`);
    all.staff.asked('corners');
    all.staff.handle('ready', {});
    expect(all.last().who).toBeNull();
  });

  it('does one thing at a time, and it is written down before and after', async () => {
    const { staff, signIn, last, notes, looked, finishLook } = desk();
    await signIn();
    expect(staff.handle('lookAgain', {})).toBe(true);
    expect(staff.handle('lookAgain', {})).toBe(false);
    expect(staff.handle('leave', {})).toBe(false);
    await settle();
    expect(last().busy).toBe(true);
    finishLook();
    await settle();
    expect(last().busy).toBe(false);
    expect(looked()).toBe(1);
    expect(notes.slice(-2)).toEqual(['before seeStatus', 'after seeStatus true']);
  });

  it('does nothing that cannot be written down', async () => {
    const { staff, signIn, last, world, looked } = desk();
    await signIn();
    world.writable = false;
    staff.handle('lookAgain', {});
    await settle();
    expect(looked()).toBe(0);
    expect(last().notice).toEqual({ kind: 'problem', code: 'not_written' });
  });
});

describe('a badge', () => {
  const id = 'S203';

  it('shown after the PIN signs in by itself', async () => {
    const { staff, last, notes } = desk();
    staff.asked('corners');
    staff.handle('signIn', { id, pin: 'with badge' });
    await settle();
    expect(last()).toMatchObject({ who: null, signIn: { problem: 'badge' } });
    expect(staff.scanned(badge)).toBe(true);
    await settle();
    expect(last()).toMatchObject({ who: { id }, signIn: { problem: null } });
    expect(notes).toContain('not in S203 badge');
  });

  it('shown before the PIN is kept for it, and typed by a scanner it counts as well', async () => {
    const { staff, last } = desk();
    staff.asked('corners');
    staff.handle('showBadge', { text: badge });
    staff.handle('signIn', { id, pin: 'with badge' });
    await settle();
    expect(last().who).toMatchObject({ id });
  });

  it('is waited for only until the next PIN, or until the page goes', async () => {
    const { staff, last, notes } = desk();
    for (const next of [() => staff.handle('signIn', { id: 'A1', pin: 'x' }), () => staff.turned('go')]) {
      staff.asked('corners');
      staff.handle('signIn', { id, pin: 'with badge' });
      await settle();
      next();
      await settle();
      staff.asked('corners');
      staff.handle('ready', {});
      expect(last().signIn.problem).not.toBe('badge');
      expect(staff.scanned('a passport')).toBe(false);
    }
    expect(notes.filter((note) => note.startsWith('badge'))).toEqual([]);
  });

  it('is seen by the page as well while somebody is signed in, and by nobody while the page is closed', async () => {
    const { staff, signIn, notes } = desk();
    expect(staff.scanned(badge)).toBe(false);
    expect(notes).toEqual([]);
    await signIn();
    expect(staff.scanned(badge)).toBe(false);
    expect(notes).toContain(`badge ${badge}`);
  });
});

describe('a kiosk that is nobody', () => {
  /** The page on which it is enrolled, and what was asked of it. */
  function nobody() {
    const asked: string[] = [];
    let step: 'code' | null = 'code';
    let finish: () => void = () => undefined;
    const enrolment: StaffEnrolment = {
      view: () => step && { step, why: 'not_enrolled', problem: null, waitSeconds: 0 },
      enrol: async (code) => {
        asked.push(`enrol ${code}`);
        await new Promise<void>((resolve) => (finish = resolve));
        step = null;
        return ok('enrolled');
      },
      compare: async (same) => (asked.push(`compare ${same}`), ok(null)),
      forget: () => asked.push('forget'),
    };
    return { asked, finish: () => finish(), ...desk('technician', enrolment) };
  }

  it('is enrolled by whoever holds the code, one try after the other, and has its door afterwards', async () => {
    const { staff, last, asked, finish } = nobody();
    expect(staff.handle('enrol', { code: 'early' })).toBe(false);
    staff.asked('corners');
    staff.handle('ready', {});
    expect(last()).toMatchObject({ enrolment: { step: 'code' }, who: null, busy: false });
    expect(staff.handle('enrol', { code: 'one' })).toBe(true);
    expect(last().busy).toBe(true);
    expect(staff.handle('enrol', { code: 'two' })).toBe(false);
    expect(staff.handle('leave', {})).toBe(false);
    finish();
    await settle();
    expect(last()).toMatchObject({ enrolment: null, busy: false, notice: { kind: 'done', code: 'enrolled' } });
    expect(staff.handle('enrol', { code: 'late' })).toBe(false);
    expect(staff.handle('compareWords', { same: true })).toBe(false);
    expect(asked).toEqual(['enrol one']);
  });

  it('takes the code from the scanner, only while the page is open', async () => {
    const { staff, asked, finish } = nobody();
    expect(staff.scanned('closed')).toBe(false);
    staff.asked('corners');
    expect(staff.scanned('open')).toBe(true);
    finish();
    await settle();
    expect(staff.scanned('done')).toBe(false);
    expect(asked).toEqual(['enrol open']);
  });

  it('keeps its page for three minutes without a touch, and forgets what was wrong when it goes', async () => {
    const { staff, world, time, asked } = nobody();
    staff.asked('corners');
    await time.pass(175_000);
    expect(world.open).toBe(true);
    await time.pass(10_000);
    expect([world.open, asked]).toEqual([false, ['forget']]);
  });
});

describe('what a role may not do', () => {
  const roles = staffRoleSchema.options;

  it.each(roles.flatMap((role) => placeVerbs.map((verb) => [role, verb] as const)))(
    'the %s asks to %s: done and written down, or refused and written down',
    async (role, verb) => {
      const { staff, signIn, notes, looked } = desk(role);
      await signIn();
      const before = notes.length;
      const may = mayDo(role, staffVerbs[verb]);
      // The gate has proved the intent before; the desk asks who may, not what is in it.
      expect(staff.handle(verb, {})).toBe(may);
      await settle();
      const did = notes.includes(`did ${verb}`) || looked() > 0;
      expect(did).toBe(may);
      expect(notes[before]).toBe(`${may ? 'before' : 'refused'} ${staffVerbs[verb]}`);
    },
  );

  it.each(roles.flatMap((role) => placeNames.map((place) => [role, place] as const)))(
    'the %s is shown the page %s only if the table says so',
    async (role, place) => {
      const { staff, signIn, last } = desk(role);
      await signIn();
      const may = mayDo(role, pageActions[place]);
      expect(last().pages.includes(place)).toBe(may);
      if (!may) expect(staff.handle('goTo', { place })).toBe(false);
    },
  );

  it.each(placeVerbs)('nobody signed in asks to %s: nothing is done', async (verb) => {
    const { staff, notes, looked } = desk();
    staff.asked('corners');
    expect(staff.handle(verb, {})).toBe(false);
    await settle();
    expect([notes, looked()]).toEqual([['asked corners true'], 0]);
  });
});
