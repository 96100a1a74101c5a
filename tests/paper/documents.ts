import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import type { PaperDocument, PaperDots } from '../../src-shared/contract/paper-ipc.ts';
import type { Language, LocalText } from '../../src-shared/domain/language.ts';
import { fils } from '../../src-shared/domain/money.ts';
import { encodeReceiptProof } from '../../src-shared/domain/receipt-proof.ts';
import { paperLanguages } from '../../src-renderer/language/paper/words.ts';
import type { NoteSlip, Receipt, ReceiptItem, ReceiptStatement, Slip } from '../../src-shared/domain/receipt.ts';

/** One paper that is drawn, printed and compared. */
export interface Paper {
  readonly name: string;
  readonly document: PaperDocument;
  readonly dots: PaperDots;
  /** Kept as a PDF too. */
  readonly pdf?: boolean;
}

/** A key of these tests only, the same in every run: the picture of the code must not change by itself. */
const seed = Buffer.from('a seed of the paper tests, no key', 'ascii').subarray(0, 32);
const derHead = Buffer.from('302e020100300506032b657004220420', 'hex');
const privateKey: KeyObject = createPrivateKey({ key: Buffer.concat([derHead, seed]), format: 'der', type: 'pkcs8' });
export const receiptKey: KeyObject = createPublicKey(privateKey);

const site: LocalText = {
  ar: 'مركز خدمة المواطن، السالمية',
  en: 'Salmiya Citizen Service Centre',
};
const issued = { issuedAt: '2026-11-22T21:26:00.000+03:00', kioskCode: 'K001', site, demo: true } as const;
const pid = '3f2a91c00123456789abcdef01234567';

const seatBelt: ReceiptItem = {
  obligationId: 't1',
  system: 'traffic',
  ticketNo: '2401234500',
  title: { ar: 'عدم ربط حزام الأمان', en: 'Not wearing the seat belt' },
  occurredOn: '2026-03-12',
  amountFils: fils(10_000),
  posting: 'pending',
};
const speeding: ReceiptItem = {
  obligationId: 't2',
  system: 'traffic',
  ticketNo: '2401999912',
  title: {
    ar: 'تجاوز حد السرعة المقررة بما لا يزيد على 20 كم في الساعة على الطرق السريعة',
    en: 'Exceeding the speed limit by not more than 20 km/h on a motorway',
  },
  occurredOn: '2026-09-30',
  amountFils: fils(1_020_500),
  posting: 'pending',
};
const overstay: ReceiptItem = {
  obligationId: 'r1',
  system: 'residency',
  ticketNo: '7700123456',
  title: { ar: 'البقاء بعد انتهاء الإقامة', en: 'Staying after the residence permit expired' },
  occurredOn: '2026-10-02',
  amountFils: fils(102_000),
  posting: 'pending',
};

/** What the gateway would have signed about the paid receipt. */
export const statement: ReceiptStatement = {
  v: 1,
  n: 'K001-00000012',
  t: issued.issuedAt,
  k: 'K001',
  p: pid,
  a: fils(1_132_750),
  c: 3,
  h: '0123456789abcdef0123456789abcdef',
  m: '••••••••••45',
  d: 1,
};

const paid: Receipt = {
  ...issued,
  kind: 'paid',
  receiptNo: statement.n,
  proof: encodeReceiptProof(statement, (bytes) => sign(null, bytes, privateKey)),
  pid,
  rail: 'phone',
  partyKind: 'individual',
  maskedNumber: '••••••••••45',
  items: [seatBelt, speeding, overstay],
  serviceChargeFils: fils(250),
  totalFils: statement.a,
  knet: {
    result: 'CAPTURED',
    paymentId: '100202632612345678',
    transactionId: '202632687654321',
    reference: '632612345678',
    authCode: 'B12345',
    postDate: '1122',
  },
  copy: false,
};

const { proof: _proof, receiptNo: _no, knet: _knet, ...attempt } = paid;
const trafficOnly = { items: [seatBelt], serviceChargeFils: fils(0), totalFils: fils(10_000) };

const receipts: Readonly<Record<string, Receipt>> = {
  'part-returned': {
    ...paid,
    items: [seatBelt, { ...speeding, posting: 'returned' }, { ...overstay, posting: 'refused' }],
    refundFils: fils(1_020_500),
  },
  returning: { ...attempt, ...trafficOnly, kind: 'returning', receiptNo: statement.n, refundFils: fils(10_000) },
  'not-paid': { ...attempt, ...trafficOnly, kind: 'not_paid', knet: { result: 'NOT CAPTURED' } },
  checking: { ...attempt, ...trafficOnly, kind: 'checking' },
  copy: {
    ...paid,
    ...trafficOnly,
    copy: true,
    rail: 'terminal',
    card: { maskedCard: '••••1234', application: 'KNET' },
  },
};

const slip: Slip = {
  ...issued,
  partyKind: 'company',
  maskedNumber: '••••••••••45',
  asOf: '2026-11-22T21:20:00.000+03:00',
  items: [seatBelt, speeding, overstay].map(({ system, ticketNo, title, amountFils }, at) => ({
    ...(system ? { system } : {}),
    ticketNo,
    title,
    amountFils,
    payable: at !== 1,
  })),
  totalFils: fils(1_132_500),
  offices: [
    {
      name: { ar: 'إدارة مرور حولي', en: 'Hawalli Traffic Department' },
      area: { ar: 'السالمية', en: 'Salmiya' },
    },
  ],
};

const note: NoteSlip = {
  ...issued,
  titleKey: 'service.otherWays.title',
  maskedNumber: '••••••••••45',
  asOf: '2026-11-22T21:20:00.000+03:00',
  answer: { labelKey: 'unknown.reference', value: { is: 'code', code: '784512309' } },
  lines: [
    { labelKey: 'paid.title', value: { is: 'day', day: '2026-10-01' } },
    { labelKey: 'review.total', value: { is: 'money', amountFils: fils(12_500) } },
    { labelKey: 'unknown.title', value: { is: 'text', text: { ar: 'قيد الدراسة', en: 'Under study' } } },
  ],
  steps: [
    { on: '2026-10-28', text: { ar: 'تم استلام الطلب', en: 'The request was received' } },
    { on: '2026-11-20', text: { ar: 'أُحيل إلى الإدارة المختصة', en: 'Passed on to the department in charge' } },
  ],
  offices: slip.offices,
};

/** The paid receipt in every language; what differs in layout in Arabic and in the widest script, Bengali. */
export const papers: readonly Paper[] = [
  ...paperLanguages.map((language) => receiptPaper(`paid-${language}`, paid, language)),
  ...Object.entries(receipts).flatMap(([kind, receipt]) =>
    (['ar', 'bn'] as const).map((language) => receiptPaper(`${kind}-${language}`, receipt, language)),
  ),
  ...(['ar', 'en', 'bn'] as const).flatMap((language): Paper[] => [
    { name: `slip-${language}`, document: { kind: 'slip', slip, language }, dots: 576 },
    { name: `note-${language}`, document: { kind: 'note', note, language }, dots: 576 },
  ]),
  { ...receiptPaper('narrow-paid-bn', paid, 'bn'), dots: 384 },
  { name: 'narrow-slip-en', document: { kind: 'slip', slip, language: 'en' }, dots: 384 },
];

function receiptPaper(name: string, receipt: Receipt, language: Language): Paper {
  return { name, document: { kind: 'receipt', receipt, language }, dots: 576, pdf: name.startsWith('paid-') };
}
