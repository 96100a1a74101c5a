import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import { z } from 'zod';
import { EscPosPrinter } from '../../src-main/devices/printer/driver-esc-pos.ts';
import { tcpLine } from '../../src-main/devices/printer/driver-tcp-line.ts';
import { PaperPage } from '../../src-main/paper/edge/paper-page.ts';
import { createRenderer } from '../../src-main/paper/render-paper.ts';
import { registerSchemes } from '../../src-main/platform/edge/app-protocol.ts';
import { systemTimers } from '../../src-main/platform/edge/system.ts';
import { paperDocumentSchema, paperDotsSchema, type PaperDots } from '../../src-shared/contract/paper-ipc.ts';
import type { RenderPaper } from '../../src-main/paper/ports.ts';
import type { Timers } from '../../src-shared/ports.ts';

/*
 * The kiosk's own way to paper and nothing else of it: page, pictures, dots, commands, line. Built and started by
 * print-papers.ts, which is also the printer at the other end.
 */

const jobSchema = z.object({
  /** Port of the printer on this machine. */
  port: z.int(),
  /** The built application. */
  built: z.string(),
  /** Where the PDFs go. */
  pdfs: z.string(),
  papers: z.array(
    z.object({
      name: z.string(),
      document: paperDocumentSchema,
      dots: paperDotsSchema,
      pdf: z.boolean().default(false),
    }),
  ),
});

/** Longer than any paper here takes on the busiest machine, ms. */
const limitMs = 60_000;

/** Limits that only a page that hangs reaches, on a machine that does ten other things. */
const patient: Timers = { after: (ms, run) => systemTimers.after(ms < 1_000 ? ms : 20 * ms, run) };

async function printAll({ port, built, pdfs, papers }: z.infer<typeof jobSchema>): Promise<void> {
  const printer = new EscPosPrinter(tcpLine({ host: '127.0.0.1', port }));
  const openPage = (): PaperPage =>
    new PaperPage({ rendererRoot: join(built, 'renderer', 'main_window'), preloadFolder: join(built, 'build') });
  const log = (event: string, details: object): void => console.error(event, details);
  const rollOf = (dots: PaperDots): RenderPaper => createRenderer({ openPage, dots, timers: patient, log });
  const rolls = { 576: rollOf(576), 384: rollOf(384) };
  mkdirSync(pdfs, { recursive: true });
  for (const { name, document, dots, pdf } of papers) {
    const drawn = await rolls[dots](document, { pdf });
    if (!drawn.ok) throw new Error(`${name} was not drawn`);
    if (drawn.value.pdf) writeFileSync(join(pdfs, `${name}.pdf`), drawn.value.pdf);
    const printed = await printer.print(drawn.value, limitMs);
    if (!printed.ok) throw new Error(`${name} was not printed: ${printed.error}`);
  }
}

registerSchemes();
void app
  .whenReady()
  .then(() => printAll(jobSchema.parse(JSON.parse(readFileSync(process.env['WAFA_PAPER_JOB'] ?? '', 'utf8')))))
  .then(
    () => app.exit(0),
    (failure: unknown) => {
      console.error(failure);
      app.exit(1);
    },
  );
