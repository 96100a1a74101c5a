import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { artefactOf } from '../../scripts/package/artefact.ts';
import { fusesOf } from '../../scripts/package/fuses.ts';
import { inRepository } from '../../scripts/prepare/paths.ts';
import { ArtefactRun, sandboxWorks } from './artefact-run.ts';

/* The release artefact, looked at from outside: nothing here drives it, because nothing can. */

const artefact = artefactOf({ testFlavour: false });
const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(inRepository('package.json'), 'utf8')));

/** What the application writes into its data folder once the first screen has been shown. */
const lastStartSchema = z.object({ shownAt: z.unknown(), version: z.string(), screen: z.string().min(1) });

describe('the fuses of the artefact', async () => {
  const wire = await getCurrentFuseWire(artefact.executable);
  const wanted = [...fusesOf(process.platform, { testFlavour: false })];

  it.each(wanted.map(([fuse, on]) => ({ name: FuseV1Options[fuse], fuse, on })))('$name is $on', ({ fuse, on }) => {
    expect(wire[fuse]).toBe(on ? FuseState.ENABLE : FuseState.DISABLE);
  });
});

describe('the code of the artefact', () => {
  it('holds none of the places at which the test flavour ends itself', () => {
    const code = readFileSync(join(artefact.folder, 'resources', 'app.asar'));
    expect(code.includes('WAFA_TERMINAL')).toBe(true);
    expect(code.includes('WAFA_FAILPOINT')).toBe(false);
  });
});

const sandbox = await sandboxWorks();
if (!sandbox) console.warn('Not run: the artefact as shipped, because nothing can be sandboxed on this machine.');

describe.runIf(sandbox)('the artefact as shipped', () => {
  let application: ArtefactRun;

  beforeAll(async () => {
    application = await ArtefactRun.prepare(artefact);
  });

  afterAll(() => {
    application.dispose();
  });

  it('starts unprivileged with its sandbox on and shows its first screen', async () => {
    const child = application.start([]);
    const ended = new Promise<string>((resolve) => {
      child.once('exit', (code, signal) => {
        resolve(`ended early with ${code ?? signal ?? 'nothing'}`);
      });
    });
    const marker = join(application.userData, 'last-start.json');
    const shown = async (): Promise<string> => {
      for (;;) {
        if (existsSync(marker)) return 'shown';
        await wait(200);
      }
    };
    expect(await Promise.race([shown(), ended, wait(60_000, 'no screen in 60 s', { ref: false })])).toBe('shown');
    expect(lastStartSchema.parse(JSON.parse(readFileSync(marker, 'utf8')))).toMatchObject({ version });
    child.kill();
    await ended;
  });

  it.each([
    '--remote-debugging-port=0',
    '--remote-debugging-pipe',
    '--inspect=0',
    '--inspect-brk=0',
    '--no-sandbox',
    '--disable-web-security',
    '--ignore-certificate-errors',
    '--host-resolver-rules=MAP * 127.0.0.1',
    '--proxy-server=127.0.0.1:9',
    '--load-extension=/tmp',
  ])('refuses %s and is gone before anything is shown', async (argument) => {
    const exit = await application.untilExit([argument], 30_000);
    expect(exit.code, 'a code of its own accord, not a signal').toBeTypeOf('number');
    expect(exit.code).not.toBe(0);
    expect(exit.after).toBeLessThan(10_000);
  });
});
