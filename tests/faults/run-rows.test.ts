import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { FaultRow, RowSetting } from './row.ts';
import type { ListedRow } from './rows.ts';
import { runRows } from './run-rows.ts';

const listed = (name: string, run: FaultRow['run']): ListedRow => ({
  name,
  load: async () => ({ row: { name, title: `title of ${name}`, run } }),
  required: ['nightly'],
  least: { ci: { kills: 3 }, nightly: {} },
});
const order = { profile: 'ci', rows: ['one', 'two'], seed: null } as const;
const neverRuns = (): never => {
  throw new Error('this row is not meant to run');
};
const silent = (): void => undefined;

describe('running the rows', () => {
  it('a row that cannot be loaded fails and keeps no other from running', async () => {
    const broken: ListedRow = { ...listed('one', neverRuns), load: () => Promise.reject(new Error('no such file')) };
    const sound = listed('two', async () => ({ ran: true, figures: { kills: 3 }, violations: [] }));
    const [one, two] = await runRows([broken, sound], order, silent);
    expect(one?.complaints[0]).toContain('no such file');
    expect(two?.complaints).toEqual([]);
  });

  it('a row that did less than its minimum fails, except when one case is replayed', async () => {
    const lazy = listed('one', async () => ({ ran: true, figures: { kills: 1 }, violations: [] }));
    const [whole] = await runRows([lazy], order, silent);
    expect(whole?.complaints).toHaveLength(1);
    const [replayed] = await runRows([lazy], { ...order, rows: ['one'], seed: 4 }, silent);
    expect(replayed?.complaints).toEqual([]);
  });

  it('only the rows that were named run, each with the profile, the seed and a folder that goes when it passed', async () => {
    const given: RowSetting[] = [];
    const one = listed('one', neverRuns);
    const two = listed('two', async (setting) => {
      given.push(setting);
      return { ran: false, why: 'no loop device' };
    });
    const reports = await runRows([one, two], { profile: 'nightly', rows: ['two'], seed: 9 }, silent);
    expect(reports.map(({ name, complaints }) => [name, complaints.length])).toEqual([['two', 1]]);
    expect(given[0]).toMatchObject({ profile: 'nightly', seed: 9 });
    expect(existsSync(given[0]?.folder ?? '')).toBe(false);
  });
});
