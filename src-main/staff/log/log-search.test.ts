import { describe, expect, it } from 'vitest';
import { logPageLines, logQuerySchema } from '../../../src-shared/contract/staff/log.ts';
import { logLine } from '../../platform/log-line.ts';
import { searchLog, type LogFiles } from './log-search.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const ended = (second: number, reason: string): string => logLine('session-ended', { reason }, at(second));
const files = (...texts: string[]): LogFiles =>
  async function* () {
    yield* texts;
  };
const ask = (change: object = {}) => logQuerySchema.parse(change);

describe('the log on the staff screen', () => {
  it('is told youngest first, over the edge of two files', async () => {
    const log = files(`${ended(3, 'c')}\n${ended(4, 'd')}\n`, `${ended(1, 'a')}\n${ended(2, 'b')}\n`);
    const { rows, more } = await searchLog(log, ask());
    expect(rows.map(({ fields }) => fields)).toEqual(['d', 'c', 'b', 'a'].map((reason) => [['reason', reason]]));
    expect(more).toBe(false);
  });

  it('passes over a line the power cut, and one that is no line of ours', async () => {
    const log = files(`${ended(1, 'a')}\n{"at":"2026-01-0\nnull\n[1]\n{"at":1,"level":"trace"}\n${ended(2, 'b')}`);
    expect((await searchLog(log, ask())).rows.map((row) => row.at)).toEqual([at(2), at(1)]);
  });

  it('finds what is written in a line, whatever the case', async () => {
    const log = files([ended(1, 'idle'), ended(2, 'finished')].join('\n'));
    expect((await searchLog(log, ask({ text: 'IDLE' }))).rows).toHaveLength(1);
    expect((await searchLog(log, ask({ text: 'SESSION-ENDED' }))).rows).toHaveLength(2);
    expect((await searchLog(log, ask({ text: 'nothing of the kind' }))).rows).toEqual([]);
  });

  it('leaves out what is less than was asked for', async () => {
    const fault = logLine('main-failed', { what: 'x' }, at(1));
    const notice = logLine('window-gone', { reason: 'crashed' }, at(2));
    const log = files([fault, notice, ended(3, 'a')].join('\n'));
    const levels = async (depth: string) => (await searchLog(log, ask({ depth }))).rows.map(({ level }) => level);
    expect(await levels('trace')).toEqual(['trace', 'notice', 'fault']);
    expect(await levels('notice')).toEqual(['notice', 'fault']);
    expect(await levels('fault')).toEqual(['fault']);
  });

  it('goes on where the last page ended, and says when there is no more', async () => {
    const count = logPageLines + 3;
    const log = files(Array.from({ length: count }, (_, second) => ended(second, 'a')).join('\n'));
    const first = await searchLog(log, ask());
    expect([first.rows.length, first.more]).toEqual([logPageLines, true]);
    const second = await searchLog(log, ask({ skip: logPageLines }));
    expect([second.rows.map((row) => row.at), second.more]).toEqual([[at(2), at(1), at(0)], false]);
  });
});
