import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import type { PageSheet, PaperDocument, TestSheet } from '../../src-shared/contract/paper-ipc.ts';
import type { DayReport } from '../../src-shared/domain/day-report.ts';
import type { Language } from '../../src-shared/domain/language.ts';
import type { PrinterStatus } from '../../src-shared/domain/printer-status.ts';
import type { Receipt } from '../../src-shared/domain/receipt.ts';
import { err, type Result } from '../../src-shared/result.ts';
import type { PrinterWatch } from '../devices/printer/printer-watch.ts';
import type { Paper } from '../session/ports.ts';
import type { KeepReceipt, RenderPaper } from './ports.ts';

export interface PaperPorts {
  readonly render: RenderPaper;
  readonly printer: Pick<PrinterWatch, 'look' | 'print' | 'wantsPdf'>;
  readonly keep: KeepReceipt;
  readonly log: Log;
  readonly demo: boolean;
}

/** What staff print besides what visitors get. */
export interface StaffPaper extends Paper {
  /** An X report, or a Z when `closed`. */
  printDay(report: DayReport, closed: boolean, language: Language): Promise<Result<null, PrinterStatus>>;
  /** Paper that shows how the printer prints. */
  printTest(
    about: Pick<TestSheet, 'kioskCode' | 'at' | 'by'>,
    language: TestSheet['language'],
  ): Promise<Result<null, PrinterStatus>>;
  /** A page of the staff screen as it is now. */
  printPage(page: Omit<PageSheet, 'kind' | 'demo'>): Promise<Result<null, PrinterStatus>>;
}

/** Paper for visitors, and the archive of what was issued: drawing, printing and keeping together. */
export function createPaper({ render, printer, keep, log, demo }: PaperPorts): StaffPaper {
  async function print(document: PaperDocument, keepAs: string | undefined): Promise<Result<null, PrinterStatus>> {
    const drawn = await render(document, { pdf: keepAs !== undefined || printer.wantsPdf });
    if (!drawn.ok) return err('unknown');
    const { pdf } = drawn.value;
    const kept = keepAs !== undefined && pdf ? keepSafely(keepAs, pdf) : undefined;
    const printed = await printer.print(drawn.value);
    await kept;
    return printed;
  }

  /** An archive that fails is told to the log and stops nobody: the journal is the truth, the PDF a copy. */
  async function keepSafely(receiptNo: string, pdf: Buffer): Promise<void> {
    try {
      await keep(receiptNo, pdf);
    } catch (failure) {
      log('receipt-not-kept', { receiptNo, why: failure instanceof Error ? failure.message.slice(0, 80) : 'unknown' });
    }
  }

  return {
    look: () => void printer.look(),

    printReceipt: (receipt, language) => print({ kind: 'receipt', receipt, language }, originalNo(receipt)),

    printSlip: (slip, language) => print({ kind: 'slip', slip, language }, undefined),

    printNote: (note, language) => print({ kind: 'note', note, language }, undefined),

    printTest: (about, language) => print({ kind: 'test', ...about, demo, language }, undefined),

    printPage: (page) => print({ kind: 'page', ...page, demo }, undefined),

    printDay: (report, closed, language) => print({ kind: 'day', report, closed, demo, language }, undefined),

    async archive(receipt, language) {
      const receiptNo = originalNo({ ...receipt, copy: false });
      if (receiptNo === undefined) return;
      const drawn = await render({ kind: 'receipt', receipt: { ...receipt, copy: false }, language }, { pdf: true });
      if (drawn.ok && drawn.value.pdf) await keepSafely(receiptNo, drawn.value.pdf);
    },
  };
}

/** Under which number this is kept; copies are not, the original is there already. */
function originalNo(receipt: Receipt): string | undefined {
  return receipt.kind === 'paid' && !receipt.copy ? receipt.receiptNo : undefined;
}
