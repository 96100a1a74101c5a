import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { holdFolder } from './folder-lock.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'wafa-lock-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

/** Another process that opens the folder and stays. */
async function otherHolder(folder: string) {
  const lock = new URL('folder-lock.ts', import.meta.url).href;
  const program = `const { holdFolder } = await import(${JSON.stringify(lock)});
    await holdFolder(${JSON.stringify(folder)}); console.log('held'); setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

describe.runIf(process.platform !== 'darwin')('R15 two gateways on one folder', () => {
  it('the second is refused with a sentence, and may have it when the first has let go', async () => {
    const folder = join(root, 'database');
    const release = await holdFolder(folder);
    await expect(holdFolder(folder)).rejects.toThrow(/another process uses the database in .*: stop it first/);
    const other = await holdFolder(join(root, 'other'));
    await other();
    await release();
    await (
      await holdFolder(folder)
    )();
  });

  it('one that was killed holds nothing', async () => {
    const folder = join(root, 'database');
    const child = await otherHolder(folder);
    await expect(holdFolder(folder)).rejects.toThrow(/another process/);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await (
      await holdFolder(folder)
    )();
  });
});
