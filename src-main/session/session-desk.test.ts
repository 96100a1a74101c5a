import { describe, expect, it } from 'vitest';
import type { Push } from '../../src-shared/contract/kiosk-ipc.ts';
import { pushSchema } from '../../src-shared/contract/kiosk-ipc.ts';
import type { InquiryAnswer } from '../../src-shared/domain/inquiry.ts';
import type { PrinterStatus } from '../../src-shared/domain/printer-status.ts';
import { fils } from '../../src-shared/domain/money.ts';
import type { NoteSlip, Receipt, Slip } from '../../src-shared/domain/receipt.ts';
import { err, ok } from '../../src-shared/result.ts';
import { selectScreen } from '../../src-shared/session/screen.ts';
import { paymentRoom, settle } from '../payment/test-support.ts';
import type { AudioRoute } from '../../src-shared/speech/spoken.ts';
import type { KioskStatus, Speech } from './ports.ts';
import { SessionDesk } from './session-desk.ts';

const answer: InquiryAnswer = {
  id: 'answer-1',
  partyKind: 'individual',
  maskedNumber: '••••••••••17',
  obligations: ['a', 'b'].map((id) => ({
    id,
    version: 1,
    system: 'traffic',
    amountFils: fils(15_000),
    status: 'payable',
    detail: {
      ticketNo: `T${id}`,
      kind: 'direct',
      occurredAt: '2026-10-01T10:00:00+03:00',
      place: { ar: 'شارع', en: 'Street' },
      offences: [{ code: '37-1', text: { ar: 'وقوف', en: 'Parking' } }],
    },
  })),
  systems: [{ system: 'traffic', state: 'answered' }],
  offices: [],
  asOf: '2026-11-22T09:26:00+03:00',
  source: { from: 'live' },
};

const status: KioskStatus = {
  kioskCode: 'K001',
  site: { ar: 'مركز', en: 'Centre' },
  demo: true,
  online: true,
  ministry: 'up',
  paymentsOpen: true,
  maxItems: 20,
  maxAmountFils: fils(5_000_000),
  serviceChargeFils: fils(0),
  rails: ['phone', 'screen'],
  printer: 'ready',
  fineTypes: [],
  notices: [],
  offices: [],
  outOfService: false,
  timeInDoubt: false,
};

function fakeSpeech() {
  const heard: string[] = [];
  const speech: Speech & { heard: string[]; speaking: boolean; route: AudioRoute } = {
    heard,
    speaking: false,
    route: 'open',
    follow: () => undefined,
    say(items) {
      heard.push(...items.map(({ text }) => text));
      return true;
    },
    hush() {
      heard.push('hush');
      return true;
    },
    ended: () => true,
    forget: () => void heard.push('forget'),
  };
  return speech;
}

async function kiosk(changed: Partial<KioskStatus> = {}) {
  const room = await paymentRoom();
  const pushes: Push[] = [];
  const printed: (NoteSlip | Receipt | Slip)[] = [];
  const archived: Receipt[] = [];
  let failure: PrinterStatus | null = null;
  const renewed: string[] = [];
  let lookUp: () => Promise<InquiryAnswer> = async () => answer;
  let nonce = 0;
  let looks = 0;
  const speech = fakeSpeech();
  const desk = new SessionDesk({
    clock: room.time,
    rng: { bytes: (length) => new Uint8Array(length).fill((nonce += 1)) },
    timers: room.time,
    inquiry: {
      ask: async () => ok({ kind: 'answer', answer: await lookUp(), grant: null }),
      challenge: async () => ok(null),
    },
    payments: room.desk,
    book: room.book,
    paper: {
      look: () => void (looks += 1),
      printReceipt: async (receipt) => (printed.push(receipt), failure === null ? ok(null) : err(failure)),
      printSlip: async (slip) => (printed.push(slip), ok(null)),
      printNote: async (note) => (printed.push(note), ok(null)),
      archive: async (receipt) => void archived.push(receipt),
    },
    window: {
      push: (push) => void pushes.push(pushSchema.parse(push)),
      showPaymentPage: () => undefined,
      pressPageKey: () => false,
      renew: (reason) => void renewed.push(reason),
    },
    speech,
    status: () => ({ ...status, ...changed }),
    log: () => undefined,
  });
  desk.start();
  const last = (): Push => {
    const push = pushes.at(-1);
    if (!push) throw new Error('nothing was pushed');
    return push;
  };
  const screen = (): string => selectScreen(last().snapshot, answer);
  const typeNumber = async (): Promise<void> => {
    desk.handle('begin', {});
    desk.handle('chooseLanguage', { language: 'en' });
    desk.handle('chooseService', { serviceId: 'trafficIndividuals' });
    desk.handle('submitField', { typed: '٣٩٩١٢٣١٠٠٠١٧' });
    await settle();
  };
  const toRails = async (): Promise<string> => {
    await typeNumber();
    desk.handle('selectAll', {});
    desk.handle('review', {});
    desk.handle('chooseRail', {});
    return last().snapshot.payToken ?? '';
  };
  return {
    ...room,
    session: desk,
    speech,
    pushes,
    printed,
    archived,
    renewed,
    last,
    screen,
    typeNumber,
    toRails,
    printerLooks: () => looks,
    failPrints: (how: PrinterStatus | null) => (failure = how),
    answerWith: (how: () => Promise<InquiryAnswer>) => (lookUp = how),
  };
}

describe('a visit led by ear', () => {
  const item = { key: 'home.title', language: 'en', text: 'What next?', personal: false, fixed: true } as const;

  it('is not sent to the hosted page, which cannot be said, and may not pay there', async () => {
    const { session, toRails, last } = await kiosk();
    const token = await toRails();
    expect(last().snapshot.rails).toEqual(['phone', 'screen']);
    session.handle('setPreferences', { speech: true });
    expect(last().snapshot.rails).toEqual(['phone']);
    expect(session.handle('pay', { rail: 'screen', token })).toBe(false);
  });

  it('does not run out of time while something is being said, but a warning said to nobody keeps nothing open', async () => {
    const { session, time, last, screen, typeNumber } = await kiosk();
    session.handle('setPreferences', { speech: true });
    await typeNumber();
    for (let sentence = 1; sentence <= 20; sentence += 1) {
      await time.pass(10_000);
      session.handle('soundEnded', { id: String(sentence) });
    }
    expect(last().snapshot.idleSecondsLeft).toBeNull();
    await time.pass(90_500);
    expect(last().snapshot.idleSecondsLeft).not.toBeNull();
    session.handle('say', { items: [item], how: 'append' });
    session.handle('soundEnded', { id: '21' });
    await time.pass(31_000);
    expect(screen()).toBe('Attract');
  });

  it('is thanked to the end of the sentence, and then forgotten', async () => {
    const { session, time, speech, screen, typeNumber } = await kiosk();
    session.handle('setPreferences', { speech: true });
    await typeNumber();
    session.handle('finish', {});
    speech.speaking = true;
    await time.pass(9_000);
    expect(screen()).toBe('Goodbye');
    speech.speaking = false;
    await time.pass(1_000);
    expect(screen()).toBe('Attract');
    expect(speech.heard.at(-1)).toBe('forget');
  });
});

describe('a visit', () => {
  it('goes from the first touch to a printed, signed receipt', async () => {
    const { session, gateway, time, toRails, screen, printed } = await kiosk();
    const token = await toRails();
    session.handle('pay', { rail: 'phone', token });
    await settle();
    session.refresh();
    expect(screen()).toBe('PayOnPhone');
    gateway.is('captured');
    await time.pass(4_000);
    session.refresh();
    await settle();
    expect(screen()).toBe('Paid');
    expect(printed).toHaveLength(1);
    expect(printed[0]).toMatchObject({ kind: 'paid', receiptNo: 'K001-00000001', proof: 'WAFA1.s.g', copy: false });
  });

  it('does not end by "Finish" while money may be on its way, and does once it is paid', async () => {
    const { session, gateway, time, toRails, screen } = await kiosk();
    session.handle('pay', { rail: 'phone', token: await toRails() });
    await settle();
    expect(session.handle('finish', {})).toBe(false);
    expect(screen()).toBe('PayOnPhone');
    gateway.is('captured');
    await time.pass(4_000);
    session.refresh();
    await settle();
    expect(session.handle('finish', {})).toBe(true);
    expect(screen()).toBe('Goodbye');
  });

  it('shows that the ministry is being asked before the question is signed and sent', async () => {
    const { typeNumber, answerWith, last } = await kiosk();
    let shown: string | null = null;
    answerWith(async () => {
      shown ??= last().snapshot.step.at;
      return answer;
    });
    await typeNumber();
    expect(shown).toBe('inquiring');
  });

  it('asks the printer how it is before it offers paper', async () => {
    const { toRails, printerLooks } = await kiosk();
    const before = printerLooks();
    await toRails();
    expect(printerLooks()).toBeGreaterThan(before);
  });

  it('a passport on the scanner answers number and expiry, and the card before it the civil number', async () => {
    const { session, last } = await kiosk();
    session.handle('begin', {});
    session.handle('chooseLanguage', { language: 'en' });
    session.handle('chooseService', { serviceId: 'referenceResidents' });
    session.scanned('IDKWTAA00000011399123100017<<<\n9912315M3001156KWT<<<<<<<<<<<4\nTESTPERSON<<ANITA<<<<<<<<<<<<<');
    expect(last().snapshot.step).toMatchObject({ at: 'ask', field: 'passportNumber', problem: null });

    session.handle('scanned', { text: 'P<INDTESTPERSON<<ANITA<<<<<<<<<<<<<<<<<<<<<<', whole: true });
    session.handle('scanned', { text: 'Z0000001<8IND9202298F3001156<<<<<<<<<<<<<<01', whole: true });
    expect(last().snapshot.step).toMatchObject({ at: 'ask', field: 'passportNumber', problem: 'scan_unreadable' });

    session.handle('scanned', { text: 'P<INDTESTPERSON<<ANITA<<<<<<<<<<<<<<<<<<<<<<', whole: true });
    session.handle('scanned', { text: 'Z0000001<8IND9202298F3001156<<<<<<<<<<<<<<00', whole: true });
    expect(last().snapshot.step).toMatchObject({ at: 'inquiring', serviceId: 'referenceResidents' });
  });

  it('printing again gives a copy with the same number', async () => {
    const { session, gateway, time, toRails, printed } = await kiosk();
    session.handle('pay', { rail: 'phone', token: await toRails() });
    await settle();
    gateway.is('captured');
    await time.pass(4_000);
    session.refresh();
    await settle();
    session.handle('printReceipt', {});
    await settle();
    expect(printed.map((paper) => 'copy' in paper && paper.copy)).toEqual([false, true]);
  });

  it('gives the paper that did not come out to who types its code later, and to nobody else', async () => {
    const changed: { printer: KioskStatus['printer'] } = { printer: 'out_of_paper' };
    const { session, gateway, time, toRails, screen, last, printed, failPrints } = await kiosk(changed);
    failPrints('out_of_paper');
    session.handle('pay', { rail: 'phone', token: await toRails() });
    await settle();
    gateway.is('captured');
    await time.pass(4_000);
    session.refresh();
    await settle();
    const { code } = last().snapshot.reprint;
    expect(code).toMatch(/^\d{6}$/);
    expect(printed).toHaveLength(1);
    session.end('finished');
    expect(last().snapshot.reprint.code).toBeNull();

    changed.printer = 'ready';
    failPrints(null);
    session.handle('begin', {});
    session.handle('chooseLanguage', { language: 'en' });
    expect(last().snapshot.reprint.offered).toBe(true);
    session.handle('openReprint', {});
    expect(screen()).toBe('Reprint');
    session.handle('submitReprint', { typed: code === '000000' ? '000001' : '000000' });
    expect(last().snapshot.step).toEqual({ at: 'reprint', problem: 'wrong' });
    expect(last().snapshot.receipt).toBeNull();
    session.handle('submitReprint', { typed: code ?? '' });
    await settle();
    expect(screen()).toBe('Paid');
    expect(printed).toHaveLength(2);
    // Nothing had come out before, so this is the receipt itself.
    expect(printed[1]).toMatchObject({ receiptNo: 'K001-00000001', copy: false });
  });

  it('prints a copy for who scans a receipt of this kiosk, and nothing for a foreign one', async () => {
    const { session, gateway, time, toRails, screen, last, printed } = await kiosk();
    session.handle('pay', { rail: 'phone', token: await toRails() });
    await settle();
    gateway.is('captured');
    await time.pass(4_000);
    session.refresh();
    await settle();
    expect(last().snapshot.reprint.code).toBeNull();
    session.end('finished');
    session.handle('begin', {});
    session.handle('chooseLanguage', { language: 'en' });
    session.handle('openReprint', {});
    session.scanned('WAFA1.of.another');
    expect(last().snapshot.step).toEqual({ at: 'reprint', problem: 'wrong' });
    session.scanned('WAFA1.s.g');
    expect(screen()).toBe('Paid');
    await settle();
    expect(printed).toHaveLength(1);
    session.handle('printReceipt', {});
    await settle();
    expect(printed[1]).toMatchObject({ receiptNo: 'K001-00000001', copy: true });
  });

  it('keeps a receipt again when its signature comes after the print', async () => {
    const { session, book, gateway, time, toRails, printed, archived } = await kiosk();
    const commit = gateway.commit.bind(gateway);
    gateway.commit = async () => err({ kind: 'network_down' });
    session.handle('pay', { rail: 'phone', token: await toRails() });
    await settle();
    gateway.is('captured');
    await time.pass(15_000);
    expect(printed).toHaveLength(1);
    expect(printed[0]).not.toHaveProperty('proof');
    gateway.commit = commit;
    session.handle('finish', {});
    await time.pass(40_000);
    session.paymentChanged(book.all()[0]!.pid);
    expect(archived).toMatchObject([{ receiptNo: 'K001-00000001', proof: 'WAFA1.s.g', copy: false }]);
  });

  it('that printed the slip of a payment being checked prints the receipt as an original when it is paid', async () => {
    const { session, gateway, time, toRails, printed } = await kiosk();
    session.handle('pay', { rail: 'phone', token: await toRails() });
    await settle();
    gateway.is('notified');
    await time.pass(2_000);
    session.handle('printReceipt', {});
    await settle();
    gateway.is('captured');
    await time.pass(4_000);
    expect(printed).toMatchObject([
      { kind: 'checking', copy: false },
      { kind: 'paid', copy: false, receiptNo: 'K001-00000001' },
    ]);
  });

  it('sends the list once, not with every touch', async () => {
    const { session, pushes, typeNumber } = await kiosk();
    await typeNumber();
    session.handle('toggleItem', { obligationId: 'a' });
    session.handle('toggleItem', { obligationId: 'b' });
    expect(pushes.filter((push) => push.answer)).toHaveLength(1);
    expect(pushes.at(-1)?.snapshot).toMatchObject({ selected: ['a', 'b'], totalFils: 30_000 });
  });

  it('never shows the full number to the window', async () => {
    const { pushes, typeNumber } = await kiosk();
    await typeNumber();
    expect(JSON.stringify(pushes)).not.toContain('399123100017');
  });

  it('tapping Pay twice starts one payment', async () => {
    const { session, book, toRails } = await kiosk();
    const token = await toRails();
    expect(session.handle('pay', { rail: 'phone', token })).toBe(true);
    expect(session.handle('pay', { rail: 'phone', token })).toBe(false);
    await settle();
    expect(book.all()).toHaveLength(1);
  });

  it('ended while the ministry was still thinking, shows the answer to nobody', async () => {
    const { session, screen, typeNumber, answerWith, last } = await kiosk();
    let release: (value: InquiryAnswer) => void = () => undefined;
    answerWith(() => new Promise((resolve) => (release = resolve)));
    await typeNumber();
    expect(screen()).toBe('Inquiring');
    session.end('idle');
    release(answer);
    await settle();
    expect(screen()).toBe('Attract');
    expect(last().snapshot.answerId).toBeNull();
  });

  it('left alone is warned, then wiped, and the next one begins in Arabic', async () => {
    const { time, typeNumber, last, screen, renewed } = await kiosk();
    await typeNumber();
    await time.pass(91_000);
    expect(last().snapshot.idleSecondsLeft).toBeGreaterThan(0);
    await time.pass(30_000);
    expect(screen()).toBe('Attract');
    expect(renewed).toEqual(['idle']);
    expect(last().snapshot).toMatchObject({
      language: 'ar',
      selected: [],
      maskedNumber: null,
      payment: null,
      receipt: null,
    });
  });

  it('may change every preference, and the next one finds them all set back (A41)', async () => {
    const { session, typeNumber, last, time } = await kiosk();
    session.handle('ready', {});
    const before = last().snapshot;
    await typeNumber();
    const wishes = {
      display: 'contrast',
      lowReach: true,
      steadyHands: true,
      moreTime: true,
      calm: true,
      speech: true,
      blank: true,
      volume: 7,
      rate: 200,
    } as const;
    session.handle('chooseLanguage', { language: 'en' });
    expect(session.handle('setPreferences', wishes)).toBe(true);
    expect(last().snapshot.preferences).toEqual(wishes);
    await time.pass(121_000);
    expect(last().snapshot).toMatchObject({ preferences: wishes, idleSecondsLeft: null });
    await time.pass(1_080_000);
    expect(last().snapshot).toEqual({ ...before, revision: last().snapshot.revision });
  });

  it('left alone while paying frees the kiosk, and the payment is followed to its end', async () => {
    const { session, gateway, book, time, toRails, screen } = await kiosk();
    session.handle('pay', { rail: 'phone', token: await toRails() });
    await settle();
    gateway.is('open');
    await time.pass(215_000);
    expect(screen()).toBe('Attract');
    expect(book.all()[0]?.state).toBe('unknown');
    gateway.is('captured');
    await time.pass(40_000);
    expect(book.all()[0]?.state).toBe('posted');
  });

  it('with a receipt still unprinted when it ended prints nothing to the next visitor', async () => {
    const { session, gateway, time, toRails, printed } = await kiosk();
    session.handle('pay', { rail: 'phone', token: await toRails() });
    await settle();
    gateway.is('open');
    await time.pass(2_000);
    session.end('left_payment');
    gateway.is('captured');
    await time.pass(60_000);
    expect(printed).toEqual([]);
  });

  it('offers no payment while the gateway is away', async () => {
    const { session, typeNumber, last } = await kiosk({ online: false });
    await typeNumber();
    expect(session.handle('selectAll', {})).toBe(false);
    expect(last().snapshot.kiosk.paymentsOpen).toBe(false);
  });
});
