import type { PlaceView, PlaceViewOf } from '../../../src-shared/contract/staff-ipc.ts';
import type { DayReport } from '../../../src-shared/domain/day-report.ts';
import { kuwaitIso } from '../../../src-shared/domain/time.ts';
import { joined, type MessagePart } from '../messages.ts';
import { dayWord, moneyLines, otherLines, type DayLine } from './day-lines.ts';
import { owedSince, whyOwed } from './owed-text.ts';
import { statusText } from './status-text.ts';
import { toldStep } from './told-step.ts';
import type { StaffWords } from './words.ts';

/** A page of the staff screen as lines on paper. */
export interface Sheet {
  readonly title: string;
  readonly parts: readonly SheetPart[];
}
export interface SheetPart {
  readonly title?: string;
  readonly rows: readonly SheetRow[];
}
export interface SheetRow {
  /** What, or when. Empty: the value stands alone. */
  readonly label: string;
  readonly value: string;
}

type Sheets = { readonly [N in PlaceView['name']]: (view: PlaceViewOf<N>, words: StaffWords) => Sheet };

/** What is on a page, as it goes on paper: everything there is to read, nothing there is to press. */
const sheets: Sheets = {
  status: (view, words) => ({
    title: words.t(view.cannotPay.length > 0 ? 'status.cannotPay' : 'status.canPay'),
    parts: [
      { rows: view.cannotPay.map((why) => row(words, [], [words.code('cannotPay', why)])) },
      {
        rows: view.lines.map((line) =>
          row(words, [words.code('status', line.id)], [statusText(line, words), words.code('state', line.state)]),
        ),
      },
    ],
  }),
  payments: (view, words) => ({
    title: words.t('page.payments'),
    parts: [
      { rows: [row(words, [], [words.t('payments.found', { count: view.total })])] },
      {
        rows: view.rows.map(({ receiptNo, pid, state, totalFils, createdAt }) =>
          row(
            words,
            [words.id(receiptNo ?? shortPid(pid)), words.moment(createdAt)],
            [words.money(totalFils), words.code('paymentState', state)],
          ),
        ),
      },
    ],
  }),
  payment: (view, words) => ({
    title: view.row.receiptNo ?? shortPid(view.row.pid),
    parts: [
      {
        rows: [
          row(words, [words.t('payment.reference')], [words.id(shortPid(view.row.pid))]),
          ...(view.caseId ? [row(words, [words.t('payment.caseNo')], [words.id(view.caseId)])] : []),
          row(words, [words.code('paymentState', view.row.state)], [words.money(view.row.totalFils)]),
          row(words, [words.t('payment.payer')], [words.id(view.maskedNumber)]),
          row(words, [words.t('payment.rail')], [words.code('rail', view.row.rail)]),
          row(words, [words.t('payment.trackId')], [words.id(view.row.pid)]),
        ],
      },
      {
        title: words.t('payment.story'),
        rows: view.story.map((step) => row(words, [words.moment(kuwaitIso(step.atMs))], [toldStep(step, words)])),
      },
      {
        title: words.t('payment.tickets'),
        rows: view.tickets.map(({ ticketNo, title, amountFils }) =>
          row(words, [words.id(ticketNo)], [words.text(title), words.money(amountFils)]),
        ),
      },
    ],
  }),
  outbox: (view, words) => ({
    title: words.t('outbox.title'),
    parts: [
      ...(view.total === 0 ? [{ rows: [row(words, [], [words.t('outbox.nothing')])] }] : []),
      ...([true, false] as const).map((isAside) => ({
        title: words.t(isAside ? 'outbox.aside' : 'outbox.waiting'),
        rows: view.rows.filter(({ asideSince }) => (asideSince !== null) === isAside).map((one) => owedRow(one, words)),
      })),
    ].filter(({ rows }) => rows.length > 0),
  }),
  day: ({ x }, words) => ({
    title: words.t('day.x'),
    parts: x ? dayParts(x, words) : [],
  }),
  carry: (view, words) => ({
    title: words.t('carry.title'),
    parts: [...view.sticks.map((stick) => stickPart(stick, words)), { rows: carriedRows(view, words) }],
  }),
  machine: (view, words) => ({
    title: words.t(view.out ? 'machine.isOut' : 'machine.isIn'),
    parts: [
      {
        rows: [
          ...(view.out
            ? [
                row(
                  words,
                  [],
                  [words.t('machine.outSince', { by: words.id(view.out.by), when: words.moment(view.out.at) })],
                ),
              ]
            : []),
          row(words, [words.t('status.printer')], [words.code('status.printer', view.printer)]),
          row(words, [words.t('status.terminal')], [words.code('status.terminal', view.terminal ?? 'none')]),
          row(words, [words.t('machine.volume')], [words.id(`${view.volume} %`)]),
          ...(view.brightness === null
            ? []
            : [row(words, [words.t('machine.brightness')], [words.id(`${view.brightness} %`)])]),
        ],
      },
    ],
  }),
  log: (view, words) => ({
    title: words.t('log.title'),
    parts: [
      {
        rows: view.rows.map(({ at, event, level, fields }) =>
          row(
            words,
            [words.moment(at), words.t(`log.level.${level}`)],
            [words.id([event, ...fields.map(([name, value]) => `${name}=${value}`)].join(' '))],
          ),
        ),
      },
    ],
  }),
};

export function pageSheet(view: PlaceView, words: StaffWords): Sheet {
  // Each entry takes the view of its own name.
  const sheet = sheets[view.name] as (view: PlaceView, words: StaffWords) => Sheet;
  return sheet(view, words);
}

/** One row; what stands on one side of it is divided by dots. */
function row(words: StaffWords, label: readonly MessagePart[], value: readonly MessagePart[]): SheetRow {
  const side = (parts: readonly MessagePart[]): string =>
    joined(
      parts.flatMap((part, at) => (at === 0 ? [part] : [' · ', part])),
      words.language,
    );
  return { label: side(label), value: side(value) };
}

function owedRow(one: PlaceViewOf<'outbox'>['rows'][number], words: StaffWords): SheetRow {
  const about = [words.code('owed', one.what), words.id(one.name)];
  const why = whyOwed(one, words);
  const value = [...(why === null ? [] : [why]), ...owedSince(one, words)];
  return row(words, one.amountFils === null ? about : [...about, words.money(one.amountFils)], value);
}

function shortPid(pid: string): string {
  return pid.slice(0, 8).toUpperCase();
}

function dayParts(x: DayReport, words: StaffWords): SheetPart[] {
  const tongue = words.language === 'ar' ? 'ar' : 'en';
  const rows = (lines: readonly DayLine[]): SheetRow[] =>
    lines.map(({ label, value }) => row(words, [dayWord(label, tongue)], [words.id(value)]));
  return [
    { rows: [row(words, [words.t('day.at')], [words.moment(x.closedAt)])] },
    ...moneyLines(x, tongue).map(({ rail, lines }) => ({
      ...(rail ? { title: words.code('rail', rail) } : {}),
      rows: rows(lines),
    })),
    { rows: rows(otherLines(x, tongue)) },
  ];
}

function stickPart(
  { name, freeBytes, bundles, programs }: PlaceViewOf<'carry'>['sticks'][number],
  words: StaffWords,
): SheetPart {
  return {
    rows: [
      row(words, [words.id(name)], [words.t('carry.free', { megabytes: Math.floor(freeBytes / 1_000_000) })]),
      ...bundles.map((bundle) => row(words, [words.id(bundle.name)], [words.code('bundle', bundle.verdict)])),
      ...programs.map((one) => row(words, [words.id(one.name)], [words.code('program', one.verdict)])),
    ],
  };
}

function carriedRows({ made, offered, brought }: PlaceViewOf<'carry'>, words: StaffWords): SheetRow[] {
  const told = [
    made && words.t('carry.made', { files: made.files, folder: words.id(made.folder) }),
    offered && words.t('carry.offered', { requests: offered.requests, folder: words.id(offered.folder) }),
    brought && words.code('carry.brought', brought.feed),
    brought && words.t('carry.answered', { answered: brought.answered }),
  ];
  return told.flatMap((line) => (line ? [row(words, [], [line])] : []));
}
