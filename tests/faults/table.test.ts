import { expect, it } from 'vitest';
import { tableOf } from './table.ts';

it('the table shows figures, what was measured, why a row did not run and what it found', () => {
  const table = tableOf([
    {
      name: 'kiosk-kills',
      title: '',
      outcome: {
        ran: true,
        figures: { kills: 61, edges: { legal: 9, reached: 8 } },
        violations: [],
        remarks: ['p95 3 s'],
      },
      complaints: ['1 of 9 edges were not reached'],
      seconds: 61.26,
    },
    { name: 'power-cuts', title: '', outcome: { ran: false, why: 'no loop device' }, complaints: [], seconds: 0 },
  ]);
  expect(table.split('\n')).toEqual([
    'row          result   figures              violations  seconds',
    'kiosk-kills  FAILED   kills 61, edges 8/9  1           61.3',
    '    p95 3 s',
    '    ! 1 of 9 edges were not reached',
    'power-cuts   NOT RUN                       0           0.0',
    '    not run: no loop device',
  ]);
});
