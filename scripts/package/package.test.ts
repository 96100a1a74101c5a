import { FuseV1Options } from '@electron/fuses';
import { describe, expect, it } from 'vitest';
import { artefactOf, notARelease } from './artefact.ts';
import { fusesOf } from './fuses.ts';

const official = { source: 'official', version: '45.4.1' };

describe('the two artefacts', () => {
  it('differ in one fuse: the inspector that the test driver needs', () => {
    const release = fusesOf('linux', { testFlavour: false });
    const test = fusesOf('linux', { testFlavour: true });
    expect([...release].filter(([fuse, on]) => test.get(fuse) !== on)).toEqual([
      [FuseV1Options.EnableNodeCliInspectArguments, false],
    ]);
  });

  it('never share a name, an identifier or a folder', () => {
    const release = artefactOf({ testFlavour: false });
    const test = artefactOf({ testFlavour: true });
    expect(release.name).not.toBe(test.name);
    expect(release.id).not.toBe(test.id);
    expect(release.folder).not.toBe(test.folder);
  });

  it('only the release flavour with the official Electron may be shipped', () => {
    expect(notARelease(official, false)).toEqual([]);
    expect(notARelease(official, true)).toHaveLength(1);
    expect(notARelease({ source: 'stand-in', version: '33.2.1' }, false)).toHaveLength(1);
    expect(notARelease({ source: 'override', version: '45.4.1' }, true)).toHaveLength(2);
  });
});
