import { z } from 'zod';
import { dayReportSchema } from '../domain/day-report.ts';
import { languageSchema } from '../domain/language.ts';
import { staffIdSchema } from '../staff/directory.ts';
import { placeViewSchema, staffLanguageSchema } from './staff-ipc.ts';
import { noteSlipSchema, receiptSchema, slipSchema } from '../domain/receipt.ts';

/** A page of the staff screen. */
const pageSheetSchema = z.object({
  kind: z.literal('page'),
  view: placeViewSchema,
  kioskCode: z.string().max(16),
  /** When, ISO 8601. */
  at: z.iso.datetime({ offset: true }),
  /** Number of who printed it. */
  by: staffIdSchema,
  demo: z.boolean(),
  language: staffLanguageSchema,
});
export type PageSheet = z.infer<typeof pageSheetSchema>;

/** Shows that the printer prints all of its width, every script and a code. */
const testSheetSchema = z.object({
  kind: z.literal('test'),
  kioskCode: z.string().max(16),
  at: z.iso.datetime({ offset: true }),
  by: staffIdSchema,
  demo: z.boolean(),
  language: staffLanguageSchema,
});
export type TestSheet = z.infer<typeof testSheetSchema>;

/** What can be put on paper. */
export const paperDocumentSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('receipt'), receipt: receiptSchema, language: languageSchema }),
  z.object({ kind: z.literal('slip'), slip: slipSchema, language: languageSchema }),
  z.object({ kind: z.literal('note'), note: noteSlipSchema, language: languageSchema }),
  /** An X report, or a Z when `closed`. */
  z.object({
    kind: z.literal('day'),
    report: dayReportSchema,
    closed: z.boolean(),
    demo: z.boolean(),
    language: languageSchema,
  }),
  pageSheetSchema,
  testSheetSchema,
]);
export type PaperDocument = z.infer<typeof paperDocumentSchema>;

/** Dots across what is printed: 72 mm of paper 80 mm wide, or 48 mm of 58, at 203 dpi. One CSS pixel is one dot. */
export const paperDotsSchema = z.literal([576, 384]);
export type PaperDots = z.infer<typeof paperDotsSchema>;

/** Counts the drawings of one page; it is part of the frame mark. */
const jobSchema = z.int().min(1).max(0xffffff);

/** Main to the hidden page, channel `paper:request`. */
export const paperRequestSchema = z.discriminatedUnion('do', [
  /** Draw this and report its height. */
  z.object({ do: z.literal('draw'), job: jobSchema, document: paperDocumentSchema, dots: paperDotsSchema }),
  /** Move band `band` of the drawing into view. */
  z.object({ do: z.literal('show'), job: jobSchema, band: z.int().min(0).max(0xfff) }),
  /** Forget what was drawn. */
  z.object({ do: z.literal('clear') }),
]);
export type PaperRequest = z.infer<typeof paperRequestSchema>;

/** The hidden page to main, channel `paper:report`. */
export const paperReportSchema = z.discriminatedUnion('at', [
  /** The page listens. `pixelRatio`: device pixels per CSS pixel. */
  z.object({ at: z.literal('ready'), pixelRatio: z.number().min(0.25).max(8) }),
  /** Fonts, texts and codes are laid out. `rows`: height of the paper in CSS pixels. */
  z.object({ at: z.literal('drawn'), job: jobSchema, rows: z.int().min(1).max(200_000) }),
]);
export type PaperReport = z.infer<typeof paperReportSchema>;

/** What the preload puts on `window.wafaPaper`. */
export interface PaperBridge {
  /** Calls back with every request, unparsed. */
  onRequest(receive: (request: unknown) => void): void;
  report(report: PaperReport): void;
}

/** Width of the hidden window, CSS pixels: that of the widest paper. The frame mark needs all of it. */
export const pageWidth = 576;

/** Rows of one band: what the hidden window shows at a time, so that no picture outgrows a texture. */
export const bandRows = 1000;

/** Height of the frame mark above each band. */
export const frameMarkRows = 16;

/** Side of one cell of the frame mark. */
export const frameMarkCell = 16;

/**
 * The cells of the mark above a band, first to last, true = black: 24 bits of the job, 12 of the band. Main takes a
 * picture only when it carries the mark it waits for; else an old frame could put an earlier visitor's receipt on paper.
 */
export function frameMark(job: number, band: number): boolean[] {
  return [...bitsOf(job, 24), ...bitsOf(band, 12)];
}

function bitsOf(number: number, length: number): boolean[] {
  return Array.from({ length }, (_, at) => ((number >> (length - 1 - at)) & 1) === 1);
}
