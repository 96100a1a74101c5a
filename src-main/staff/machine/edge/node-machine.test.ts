import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { MachineWatch } from '../machine-watch.ts';
import { nodeMachine } from './node-machine.ts';

it('the computer tells how much room is on the disk, and nothing of a disk that is not there', async () => {
  const watch = new MachineWatch(nodeMachine(tmpdir()));
  expect(watch.current().diskFreeBytes).toBeNull();
  await watch.look();
  expect(watch.current().diskFreeBytes).toBeGreaterThan(0);
  expect((await nodeMachine('/no/such/folder')()).diskFreeBytes).toBeNull();
});
