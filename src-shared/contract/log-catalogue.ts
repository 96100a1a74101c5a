/*
 * Everything the kiosk's log can say. The types of the log, the allow-list of what may be written and
 * `docs/log-catalogue.md` come from here: what is not here is not logged.
 *
 * A field holds a code of ours, a count, or the name of an error; never a number, name, plate, ticket or amount of a
 * visitor.
 */

/** `text`: a code or a short technical sentence. `number`: a count, a measure or a counter of ours. */
export type LogFieldKind = 'text' | 'number';

export interface LogEntry {
  /** `fault`: somebody has to do something. `notice`: worth a look when something is wrong. `trace`: what happened. */
  readonly level: 'fault' | 'notice' | 'trace';
  readonly means: string;
  /** What a technician does about it. */
  readonly doThis?: string;
  readonly fields?: Readonly<Record<string, LogFieldKind>>;
  /** Fields that may be missing. */
  readonly maybe?: Readonly<Record<string, LogFieldKind>>;
}

export const logCatalogue = {
  'main-failed': {
    level: 'fault',
    means: 'The main process met a bug and left; the service manager starts it again.',
    doThis: 'Export the logs and send them in.',
    fields: { what: 'text' },
  },
  'first-screen': {
    level: 'trace',
    means: 'The first screen was drawn, so many ms after the start.',
    fields: { ms: 'number' },
  },
  'session-ended': { level: 'trace', means: 'A visit ended.', fields: { reason: 'text' } },
  'window-fault': {
    level: 'notice',
    means: 'The page of the screen met an error and said so.',
    doThis: 'Export the logs when it repeats.',
    fields: { kind: 'text', text: 'text' },
  },
  'window-gone': {
    level: 'notice',
    means: 'The page of the screen crashed and is made anew.',
    fields: { reason: 'text' },
  },
  'frames-stand-still': { level: 'notice', means: 'A page got no frames and was woken.' },
  'graphics-gone': {
    level: 'notice',
    means: 'The process that draws has died; Chromium starts another, and the screen is looked at.',
    doThis: 'If it repeats, have the graphics driver and the memory checked.',
    fields: { reason: 'text' },
  },
  'screen-blank': {
    level: 'notice',
    means: 'A page was an empty picture after the process that draws had died, and this was done about it.',
    doThis: 'If the remedy is `end`, nothing helped and the program left; the service manager starts it again.',
    fields: { page: 'text', remedy: 'text' },
  },
  'intent-refused': {
    level: 'notice',
    means: 'A page asked for something it may not have: wrong shape, wrong sender or too often.',
    doThis: 'If it repeats, treat the kiosk as tampered with.',
    fields: { verb: 'text', why: 'text' },
  },
  'popup-denied': { level: 'notice', means: 'A page wanted to open a window.', fields: { origin: 'text' } },

  'bundle-brought-in': {
    level: 'trace',
    means: 'A bundle from a stick was brought in: its number, how many of its answers settled something, its data.',
    fields: { serial: 'number', answered: 'number', feed: 'text' },
  },
  'bundle-refused': {
    level: 'notice',
    means: 'A bundle on a stick was refused, or its stick could not be read to the end.',
    doThis: 'Read the reason on the page for sticks; fetch a fresh bundle from the office.',
    fields: { why: 'text' },
  },
  'program-put-in': {
    level: 'notice',
    means: 'A program from a stick was put in the place of this one; it counts from the next start.',
    fields: { from: 'text', to: 'text' },
  },
  'program-refused': {
    level: 'notice',
    means: 'A program on a stick was refused, or could not be put in the place of this one, which goes on.',
    doThis: 'Read the reason on the page for sticks, and what the installer wrote into the log of the system.',
    fields: { why: 'text' },
  },
  'requests-offered': {
    level: 'trace',
    means: 'What waits for the gateway was written onto a stick.',
    fields: { requests: 'number' },
  },
  'staff-directory-refused': {
    level: 'notice',
    means: 'A list of staff was not taken: unreadable, forged, older than the one that is kept, or the disk refused.',
    fields: { why: 'text' },
  },
  'staff-directory-put-back': {
    level: 'fault',
    means:
      'The list of staff on the disk is older than one this kiosk has had: somebody changed the disk. Nobody is let in.',
    doThis: 'Connect the kiosk to its gateway, which brings the newest list; find out who was at the disk.',
    fields: { version: 'number', floor: 'number' },
  },
  'audit-not-opened': {
    level: 'fault',
    means: 'The record of staff actions cannot be opened: staff can do nothing at this kiosk.',
    doThis: 'Check its files with `npm run verify`; they are left as they are.',
    fields: { why: 'text' },
  },
  'audit-not-written': {
    level: 'fault',
    means: 'Something staff did could not be written down.',
    doThis: 'See whether the disk is full.',
    fields: { event: 'text', why: 'text' },
  },

  'not-identified': {
    level: 'fault',
    means:
      'The kiosk is nobody yet: not enrolled, damaged keys, or why the gateway did not answer its code. Only after `code_not_valid` it does not try again by itself.',
    doThis: 'Enrol it at its screen with a new code (operations.md, first day).',
    fields: { why: 'text' },
  },
  'enrolled-at-screen': {
    level: 'notice',
    means: 'A code was given at the screen: what came of it, and later whether the words were the office’s.',
    doThis: 'After `differ`, have the line between kiosk and gateway looked at; have a new code made.',
    fields: { how: 'text' },
  },
  'gateway-status': {
    level: 'trace',
    means: 'The gateway or the ministry behind it became reachable or unreachable.',
    fields: { online: 'text', ministry: 'text' },
  },
  'look-up-failed': {
    level: 'notice',
    means: 'The gateway did not answer what a visitor asked; the copy did, or the visitor was told to try again.',
    doThis: 'One now and then is a line that broke. After many of the same reason, look at the line or the gateway.',
    fields: { why: 'text' },
  },

  'journal-not-opened': {
    level: 'fault',
    means: 'The journal is damaged beyond a torn tail: no money is taken.',
    doThis: 'Leave it as it is, export it, call support.',
    fields: { why: 'text' },
  },
  'journal-not-folded': {
    level: 'fault',
    means: 'The journal holds an order of records that cannot be: no money is taken.',
    doThis: 'Leave it as it is, export it, call support.',
    fields: { why: 'text' },
  },
  'journal-tail-cut': {
    level: 'notice',
    means: 'A record was half written when the power went; it was cut off and kept aside.',
    fields: { offset: 'number', length: 'number', aside: 'text' },
  },
  'journal-forked': {
    level: 'fault',
    means: 'The gateway knows another journal of this kiosk than the one on this disk: no money is taken.',
    doThis: 'Do not restore backups of a kiosk. Enrol it anew with support.',
    fields: { ours: 'number', known: 'number' },
  },
  'payment-not-recorded': {
    level: 'fault',
    means: 'The journal took no record; the payment goes no further.',
    doThis: 'Look at the free space of the disk.',
    fields: { pid: 'text', why: 'text' },
  },
  'course-failed': {
    level: 'fault',
    means: 'A payment met a bug; it stays open and is taken up again at the next start.',
    doThis: 'Export the logs and send them in.',
    fields: { pid: 'text', doing: 'text', why: 'text' },
  },
  'no-rail-for-open-payment': {
    level: 'fault',
    means: 'An open payment was made on a way of paying that is switched off now.',
    doThis: 'Switch that way of paying on again until the payment is decided.',
    fields: { pid: 'text', rail: 'text' },
  },
  'page-not-opened': {
    level: 'notice',
    means: 'The gateway did not open a payment page; it is asked again.',
    fields: { pid: 'text', why: 'text' },
  },
  'payment-page-failed': { level: 'notice', means: 'The bank’s page did not load.', fields: { why: 'text' } },
  'payment-navigation-refused': {
    level: 'notice',
    means: 'The bank’s page wanted to lead to an address that is not on the list.',
    doThis: 'If payments fail with it, have the list of addresses checked.',
    fields: { origin: 'text' },
  },
  'payment-view-lost': { level: 'notice', means: 'The bank’s page crashed or was closed.', fields: { why: 'text' } },
  'day-closed': { level: 'trace', means: 'A day was closed; its report has this number.', fields: { no: 'number' } },
  'set-aside': {
    level: 'fault',
    means:
      'The gateway has refused a word about a payment, or the Z of a day, several times in a row. It holds up nothing else and is sent again twice an hour.',
    doThis: 'Call support with the reference: it is on the page of what is owed.',
    fields: { what: 'text', why: 'text', tries: 'number' },
  },
  'day-report-refused': {
    level: 'fault',
    means: 'The gateway refused a day’s report.',
    doThis: 'Call support with the number of the report.',
    fields: { no: 'number', why: 'text' },
  },

  'terminal-status': { level: 'trace', means: 'The card terminal’s state changed.', fields: { state: 'text' } },
  'terminal-event': { level: 'trace', means: 'The card terminal told of an event.', fields: { event: 'text' } },
  'terminal-restarted': { level: 'notice', means: 'The card terminal was started anew.', fields: { how: 'text' } },
  'terminal-unreadable': {
    level: 'notice',
    means: 'The card terminal sent something that is no message.',
    fields: { what: 'text' },
  },
  'terminal-answer-again': {
    level: 'notice',
    means: 'An answer of the card terminal came twice.',
    fields: { serviceId: 'text' },
  },
  'terminal-no-outcome': {
    level: 'notice',
    means: 'The card terminal did not say how a payment ended; it is asked.',
    fields: { serviceId: 'text', answer: 'text' },
  },
  'terminal-alarm': {
    level: 'fault',
    means: 'The card terminal did something it must not: another amount, an answer for another till, a security event.',
    doThis: 'Take the terminal out of use and call the bank.',
    fields: { alarm: 'text' },
    maybe: {
      serviceId: 'text',
      saleRef: 'text',
      poiId: 'text',
      saleId: 'text',
      category: 'text',
      askedFils: 'number',
      approvedFils: 'number',
    },
  },

  'printer-status': { level: 'trace', means: 'The printer’s state changed.', fields: { state: 'text' } },
  'paper-not-drawn': {
    level: 'fault',
    means: 'A paper could not be drawn.',
    doThis: 'Restart the kiosk.',
    fields: { why: 'text' },
  },
  'receipt-not-kept': {
    level: 'notice',
    means: 'A receipt was printed, and its file could not be kept.',
    doThis: 'Look at the free space of the disk.',
    fields: { receiptNo: 'text', why: 'text' },
  },
  'scanner-lost': {
    level: 'notice',
    means: 'The scanner does not answer.',
    doThis: 'Check its cable.',
    fields: { why: 'text' },
  },
  'scan-refused': { level: 'trace', means: 'What was scanned is nothing the kiosk takes.', fields: { why: 'text' } },

  'audio-route': { level: 'trace', means: 'Headphones were put in or taken out.', fields: { route: 'text' } },
  spoken: {
    level: 'trace',
    means: 'A text was said; its key, never its words.',
    fields: { key: 'text', language: 'text', route: 'text', as: 'text' },
  },
  'voice-failed': {
    level: 'notice',
    means: 'The voice program does not work; only recorded speech is heard.',
    doThis: 'Install espeak-ng.',
    fields: { why: 'text' },
  },
  'clips-unreadable': {
    level: 'notice',
    means: 'The list of a language’s recordings is damaged.',
    fields: { language: 'text' },
  },
  'clip-missing': { level: 'notice', means: 'A recording is missing.', fields: { language: 'text', key: 'text' } },

  'vault-open': { level: 'trace', means: 'The hidden page of the offline copy is there.' },
  'vault-not-opened': {
    level: 'notice',
    means: 'The hidden page of the offline copy did not open; it is tried again.',
  },
  'vault-gone': { level: 'notice', means: 'The hidden page of the offline copy is gone; it is opened anew.' },
  'vault-not-filled': {
    level: 'notice',
    means: 'The vault did not take the copy; the files answer meanwhile, and it is tried again.',
    fields: { why: 'text' },
  },
  'vault-copy-lost': {
    level: 'notice',
    means: 'The browser’s storage lost the vault’s copy; it is filled anew from the files.',
    fields: { storage: 'text' },
  },
  'feed-active': {
    level: 'trace',
    means: 'The vault answers from this edition now.',
    fields: { seq: 'text', records: 'text' },
  },
  'feed-held': {
    level: 'trace',
    means: 'The files of a newer edition are all here.',
    fields: { seq: 'text', deltas: 'text', readAt: 'text' },
  },
  'feed-head-refused': {
    level: 'fault',
    means: 'A head of the offline copy was forged, older than one seen before, or of another history.',
    doThis: 'If it repeats, have the gateway and the line looked at.',
    fields: { why: 'text' },
  },
  'feed-file-damaged': {
    level: 'notice',
    means: 'A file of the offline copy was not what its name says; it is fetched again.',
    fields: { name: 'text', where: 'text' },
  },
  'feed-state-lost': {
    level: 'notice',
    means: 'The note of what was trusted last cannot be read; nothing is answered until a signed head names the copy.',
    fields: { seq: 'text' },
  },
  'feed-copy-not-whole': {
    level: 'notice',
    means: 'Files of the offline copy are missing; they are fetched again.',
    fields: { why: 'text' },
  },
  'feed-revoked': {
    level: 'fault',
    means: 'The ministry no longer trusts this kiosk: its copy, keys and peppers were destroyed.',
    doThis: 'Call the ministry before enrolling it again.',
  },
  'feed-peppers-erased': {
    level: 'notice',
    means: 'The copy is too old: what opens it was destroyed.',
    doThis: 'Bring the line back.',
    fields: { which: 'text' },
  },
  'cache-state': {
    level: 'trace',
    means: 'How each thing that is kept for want of a line stands.',
    fields: { feed: 'text', vault: 'text', peppers: 'text', offices: 'text' },
  },
  'feed-not-fetched': {
    level: 'notice',
    means: 'No newer edition of the offline copy could be had; it is tried again.',
    fields: { why: 'text' },
  },
} as const satisfies Readonly<Record<string, LogEntry>>;

type Catalogue = typeof logCatalogue;
export type LogEvent = keyof Catalogue;

type Values<F> = { readonly [K in keyof F]: F[K] extends 'number' ? number : string };
type FieldsOf<E> = E extends { readonly fields: infer F } ? Values<F> : object;
type MaybeOf<E> = E extends { readonly maybe: infer F } ? Partial<Values<F>> : object;

/** What is written with an event. */
export type LogDetails<E extends LogEvent> = FieldsOf<Catalogue[E]> & MaybeOf<Catalogue[E]>;

/** Writes one event of the catalogue. Never throws. */
export type Log = <E extends LogEvent>(event: E, details: LogDetails<E>) => void;
