import { beforeEach, expect, it, vi } from 'vitest';
import type { PaperReport, PaperRequest } from '../../src-shared/contract/paper-ipc.ts';
import { servePaper } from './serve-paper.ts';
import { testReceipt } from './test-support.ts';

const reports: PaperReport[] = [];
let ask: (request: PaperRequest) => void;

beforeEach(() => {
  reports.length = 0;
  document.body.innerHTML = '<div id="app"></div>';
  Object.defineProperty(document, 'fonts', { configurable: true, value: { load: () => Promise.resolve([]) } });
  servePaper({ onRequest: (receive) => (ask = receive), report: (report) => reports.push(report) });
});

const draw = (job: number, copy = false): PaperRequest => ({
  do: 'draw',
  job,
  dots: 576,
  document: { kind: 'receipt', receipt: testReceipt({ copy }), language: 'ar' },
});

it('the page says that it listens, draws what it is given, and says when it stands', async () => {
  expect(reports).toEqual([{ at: 'ready', pixelRatio: 1 }]);
  ask(draw(7));
  await vi.waitFor(() => expect(reports.at(-1)).toMatchObject({ at: 'drawn', job: 7 }));
  expect(document.querySelector('article')?.dir).toBe('rtl');
  expect(document.documentElement.lang).toBe('ar');
  expect(document.title).toBe('K001-00000012');
  expect(document.body.textContent).not.toContain('نسخة');
});

it('a band moves the paper up, and the frame mark changes with it', async () => {
  ask(draw(1));
  await vi.waitFor(() => expect(reports).toHaveLength(2));
  const mark = () =>
    [...document.querySelectorAll('.mark i')].map((cell) => (cell.className === 'black' ? '1' : '0')).join('');
  expect(mark()).toBe('000000000000000000000001000000000000');
  ask({ do: 'show', job: 1, band: 2 });
  await vi.waitFor(() => expect(mark()).toBe('000000000000000000000001000000000010'));
  expect(document.querySelector('main')?.style.marginBlockStart).toBe('-2000px');
  ask({ do: 'show', job: 99, band: 3 });
  await Promise.resolve();
  expect(mark()).toBe('000000000000000000000001000000000010');
});

it('nothing of a document is left after it was cleared', async () => {
  ask(draw(1, true));
  await vi.waitFor(() => expect(document.body.textContent).toContain('نسخة'));
  ask({ do: 'clear' });
  await vi.waitFor(() => expect(document.querySelector('main')).toBe(null));
  expect(document.body.textContent.trim()).toBe('');
  expect(document.title).toBe('Wafa');
});
