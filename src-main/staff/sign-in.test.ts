import { describe, expect, it } from 'vitest';
import { err, ok } from '../../src-shared/result.ts';
import { HandTime, settle } from '../payment/test-support.ts';
import { LockOut } from './lock-out.ts';
import { SignIn } from './sign-in.ts';
import { MemoryFile, person, quickHash } from './test-support.ts';

const right = '402817';

const badgeOf = (id: string): string => `WAFA-BADGE-${id}${'0'.repeat(22)}`;

/** A kiosk's door; the same file again is a restart. */
async function door(file = new MemoryFile(), stick: { isIn: boolean; hasList: boolean } | null = null) {
  const time = new HandTime();
  const lockOut = new LockOut(file, time);
  await lockOut.open();
  const staff = await Promise.all([
    person('A101', 'attendant', right),
    person('S201', 'supervisor', '731946'),
    person('T301', 'technician', '618452'),
    person('S203', 'supervisor', '846139', badgeOf('S203')),
    person('S204', 'supervisor', '502716', badgeOf('S204')),
  ]);
  let hashed = 0;
  let hasList = stick === null;
  let looks = 0;
  const signIn = new SignIn({
    directory: {
      find: (id) => (hasList ? ok(staff.find((one) => one.id === id) ?? null) : err('expired')),
    },
    bringList: async () => void ((looks += 1), (hasList = stick?.isIn === true && stick.hasList)),
    lockOut,
    hash: (pin, salt) => ((hashed += 1), quickHash(pin, salt)),
    clock: time,
  });
  const guess = async (times: number, id = 'A101'): Promise<string[]> => {
    const kinds: string[] = [];
    for (let time = 0; time < times; time += 1) {
      const tried = await signIn.try(id, '000000');
      kinds.push(tried.ok ? 'in' : tried.error.kind);
    }
    return kinds;
  };
  return { time, file, signIn, guess, hashed: () => hashed, looks: () => looks };
}

describe('a door without a list that counts', () => {
  it('takes one from a stick that is put in, at the try after that', async () => {
    const stick = { isIn: false, hasList: true };
    const { signIn, looks } = await door(new MemoryFile(), stick);
    expect(await signIn.try('A101', right)).toEqual({ ok: false, error: { kind: 'expired' } });
    stick.isIn = true;
    expect(await signIn.try('A101', right)).toMatchObject({ ok: true, value: { id: 'A101' } });
    expect(looks()).toBe(2);
    await signIn.try('A101', right);
    expect(looks()).toBe(2);
  });

  it('stays shut when the stick has none', async () => {
    const { signIn } = await door(new MemoryFile(), { isIn: true, hasList: false });
    expect(await signIn.try('A101', right)).toEqual({ ok: false, error: { kind: 'expired' } });
  });
});

describe('a PIN', () => {
  it('that is right opens, and only its own number', async () => {
    const { signIn } = await door();
    expect(await signIn.try('A101', right)).toMatchObject({ ok: true, value: { id: 'A101' } });
    expect(await signIn.try('S201', right)).toEqual({ ok: false, error: { kind: 'wrong' } });
    expect(await signIn.try('A101', '')).toEqual({ ok: false, error: { kind: 'wrong' } });
  });

  it('costs the same work for a number nobody has', async () => {
    const { guess, hashed } = await door();
    expect(await guess(1, 'X999')).toEqual(['wrong']);
    expect(hashed()).toBe(1);
  });

  it('cannot be guessed: the waits grow, and a try in between is not even looked at', async () => {
    const { guess, hashed, time, signIn } = await door();
    expect(await guess(4)).toEqual(['wrong', 'wrong', 'locked', 'locked']);
    expect(hashed()).toBe(3);
    expect(signIn.waitSeconds()).toBe(30);
    await time.pass(30_000);
    expect(await guess(2)).toEqual(['locked', 'locked']);
    expect(signIn.waitSeconds()).toBe(60);
    await time.pass(60_000);
    await guess(1);
    expect(signIn.waitSeconds()).toBe(300);
  });

  it('is not guessed more often by trying many at once', async () => {
    const { signIn, hashed } = await door();
    const tries = await Promise.all(Array.from({ length: 10 }, () => signIn.try('A101', '000000')));
    expect(tries.filter((tried) => !tried.ok && tried.error.kind === 'locked')).toHaveLength(8);
    expect(hashed()).toBe(3);
  });

  it('that is right after the wait begins the count anew', async () => {
    const { guess, time, signIn } = await door();
    await guess(3);
    await time.pass(30_000);
    expect((await signIn.try('A101', right)).ok).toBe(true);
    expect(await guess(2)).toEqual(['wrong', 'wrong']);
  });

  it('is not tried more often after restarts: the wait begins again in full', async () => {
    let { file, guess, time } = await door();
    await guess(3);
    await time.pass(29_000);
    const again = await door(file);
    expect(await again.guess(1)).toEqual(['locked']);
    expect(again.signIn.waitSeconds()).toBe(30);
    // Somebody who pulls the plug between the count and the answer has used the try up.
    ({ file, guess, time } = await door());
    await guess(2);
    file.text = JSON.stringify({ v: 1, wrong: { A101: 3 } });
    expect(await (await door(file)).guess(1)).toEqual(['locked']);
  });

  it('is counted before it is looked at: a power cut in between uses the try up', async () => {
    const file = new MemoryFile();
    const clock = new HandTime();
    const lockOut = new LockOut(file, clock);
    await lockOut.open();
    const someone = await person('A101', 'attendant', right);
    const cut = new SignIn({
      directory: { find: () => ok(someone) },
      bringList: async () => undefined,
      lockOut,
      clock,
      hash: () => new Promise(() => undefined),
    });
    void cut.try('A101', '000000');
    await settle();
    expect(file.text).toContain('"A101":1');
    const again = await door(file);
    expect(await again.guess(3)).toEqual(['wrong', 'locked', 'locked']);
  });

  it('does not get more tries from a clock set forward or back', async () => {
    const { guess, time } = await door();
    await guess(3);
    const wallMs = time.wallMs();
    for (const years of [1, -1]) {
      time.wallMs = () => wallMs + years * 365 * 24 * 60 * 60_000;
      expect(await guess(1)).toEqual(['locked']);
    }
  });

  it('is not looked at when the try cannot be written down', async () => {
    const { file, guess, hashed } = await door();
    file.refuses = true;
    expect(await guess(1)).toEqual(['not_written']);
    expect(hashed()).toBe(0);
  });

  it('of many numbers in turn locks the kiosk for everybody', async () => {
    const { signIn, guess, time } = await door();
    for (const id of ['A101', 'S201', 'T301']) await guess(2, id);
    for (let tried = 0; tried < 6; tried += 1) {
      expect(await signIn.try(`X${tried}`, '000000')).toMatchObject({ ok: false });
      await time.pass(60 * 60_000);
    }
    await guess(1, 'X9');
    expect(await signIn.try('S201', '731946')).toEqual({ ok: false, error: { kind: 'locked' } });
    await time.pass(5 * 60_000);
    expect((await signIn.try('S201', '731946')).ok).toBe(true);
  });

  it('file that cannot be read lets nobody in at once', async () => {
    const { file, guess } = await door();
    await guess(1);
    file.text = 'torn';
    const again = await door(file);
    expect(await again.signIn.try('A101', right)).toEqual({ ok: false, error: { kind: 'locked' } });
    await again.time.pass(5 * 60_000);
    expect((await again.signIn.try('A101', right)).ok).toBe(true);
  });
});

describe('the second of two people', () => {
  it('is somebody else who answers visitors or money', async () => {
    const { signIn } = await door();
    const first = await signIn.try('S201', '731946');
    if (!first.ok) throw new Error('not in');
    expect(await signIn.second(first.value, 'S201', '731946')).toEqual({ ok: false, error: 'same_person' });
    expect(await signIn.second(first.value, 'T301', '618452')).toEqual({ ok: false, error: 'not_entitled' });
    expect(await signIn.second(first.value, 'A101', '111111')).toEqual({ ok: false, error: 'wrong' });
    expect(await signIn.second(first.value, 'A101', right)).toMatchObject({ ok: true, value: { id: 'A101' } });
  });
});

describe('a badge', () => {
  const signedIn = { ok: true, value: { id: 'S203' } };
  const no = (kind: string) => ({ ok: false, error: { kind } });

  it('is asked for after the right PIN, and lets in with the PIN again', async () => {
    const { signIn } = await door();
    expect(await signIn.try('S203', '846139')).toEqual(no('badge'));
    signIn.showBadge(badgeOf('S203'));
    expect(await signIn.try('S203', '846139')).toMatchObject(signedIn);
  });

  it('may be shown before the PIN, in small letters and with spaces around it', async () => {
    const { signIn } = await door();
    signIn.showBadge(` ${badgeOf('S203').toLowerCase()}\n`);
    expect(await signIn.try('S203', '846139')).toMatchObject(signedIn);
  });

  it('lets in once, and for a minute', async () => {
    const { signIn, time } = await door();
    signIn.showBadge(badgeOf('S203'));
    await signIn.try('S203', '846139');
    expect(await signIn.try('S203', '846139')).toEqual(no('badge'));
    signIn.showBadge(badgeOf('S203'));
    await time.pass(61_000);
    expect(await signIn.try('S203', '846139')).toEqual(no('badge'));
    signIn.showBadge(badgeOf('S203'));
    signIn.forgetBadge();
    expect(await signIn.try('S203', '846139')).toEqual(no('badge'));
  });

  it.each([
    ['of another person', badgeOf('S204')],
    ['nobody made', badgeOf('XXXX')],
    ['that is a receipt', 'WAFA1.x.y'],
  ])('%s counts as a wrong try, and waits grow as for PINs', async (_what, text) => {
    const { signIn, file } = await door();
    for (const kind of ['wrong_badge', 'wrong_badge', 'locked', 'locked']) {
      signIn.showBadge(text);
      expect(await signIn.try('S203', '846139')).toEqual(no(kind));
    }
    expect(JSON.parse(file.text ?? '')).toEqual({ v: 1, wrong: { S203: 3 } });
    const after = await door(file);
    after.signIn.showBadge(badgeOf('S203'));
    expect(await after.signIn.try('S203', '846139')).toEqual(no('locked'));
  });

  it('says nothing about a wrong PIN, and does not help it', async () => {
    const { signIn } = await door();
    signIn.showBadge(badgeOf('S203'));
    expect(await signIn.try('S203', '000000')).toEqual(no('wrong'));
    expect(await signIn.try('S203', '846139')).toMatchObject(signedIn);
  });

  it('that is missing counts for nothing, and forgives no wrong PIN', async () => {
    const { signIn, guess } = await door();
    await guess(2, 'S203');
    for (let times = 0; times < 5; times += 1) expect(await signIn.try('S203', '846139')).toEqual(no('badge'));
    expect(await guess(1, 'S203')).toEqual(['locked']);
    expect(signIn.waitSeconds()).toBe(30);
  });

  it('is not asked of who has none, whatever is shown', async () => {
    const { signIn } = await door();
    expect(await signIn.try('A101', right)).toMatchObject({ ok: true });
    signIn.showBadge(badgeOf('S203'));
    expect(await signIn.try('A101', right)).toMatchObject({ ok: true });
  });

  it('is asked of the second person too', async () => {
    const { signIn } = await door();
    const first = await person('S201', 'supervisor', '731946');
    expect(await signIn.second(first, 'S203', '846139')).toEqual({ ok: false, error: 'badge' });
    signIn.showBadge(badgeOf('S203'));
    expect(await signIn.second(first, 'S203', '846139')).toMatchObject(signedIn);
  });
});
