import { describe, expect, it } from 'vitest';
import {
  chooseNames,
  hasDisplay,
  installLine,
  missingFromCache,
  missingLibraries,
  packagesForLibraries,
  packagesForPrograms,
} from './system-packages.ts';

const LDD = `
	linux-vdso.so.1 (0x00007ffc)
	libffmpeg.so => /opt/electron/libffmpeg.so (0x00007f01)
	libnss3.so => not found
	libnspr4.so => not found
	libgtk-3.so.0 => not found
	libatk-1.0.so.0 => not found
	libasound.so.2 => not found
	libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f02)
	libnss3.so => not found
`;

const LDCONFIG = `2 libs found in cache \`/etc/ld.so.cache'
	libnss3.so (libc6,x86-64) => /lib/x86_64-linux-gnu/libnss3.so
	libgtk-3.so.0 (libc6,x86-64) => /lib/x86_64-linux-gnu/libgtk-3.so.0
`;

describe('the system libraries Electron lacks', () => {
  it('each missing one is named once, a present one never', () => {
    expect(missingLibraries(LDD)).toEqual([
      'libnss3.so',
      'libnspr4.so',
      'libgtk-3.so.0',
      'libatk-1.0.so.0',
      'libasound.so.2',
    ]);
  });

  it('a complete system lacks nothing', () => {
    expect(missingLibraries('\tlibc.so.6 => /lib/libc.so.6 (0x0)\n')).toEqual([]);
    expect(missingFromCache(LDCONFIG)).toEqual([]);
  });

  it('a library opened at run time is missed too, unless nothing is known about the system', () => {
    expect(missingFromCache(LDCONFIG.replace(/^.*gtk.*$/m, ''))).toEqual(['libgtk-3.so.0']);
    expect(missingFromCache('')).toEqual([]);
  });

  it('one package is asked for once, however many of its libraries are missing', () => {
    const needs = packagesForLibraries(missingLibraries(LDD));
    expect(chooseNames(needs, new Set(['libnss3', 'libgtk-3-0', 'libasound2']))).toEqual([
      'libnss3',
      'libgtk-3-0',
      'libasound2',
    ]);
  });

  it('where a package was renamed, the name the system knows is taken', () => {
    const needs = packagesForLibraries(['libgtk-3.so.0', 'libasound.so.2']);
    const newer = new Set(['libgtk-3-0t64', 'libasound2t64', 'libasound2']);
    expect(chooseNames(needs, newer)).toEqual(['libgtk-3-0t64', 'libasound2t64']);
    expect(chooseNames(needs, new Set())).toEqual(['libgtk-3-0', 'libasound2']);
  });

  it('the line for a person without the right to install is one line and names every package', () => {
    const line = installLine(chooseNames(packagesForPrograms(['Xvfb', 'unzip']), new Set()));
    expect(line).toMatch(/^sudo apt-get update && sudo apt-get install .* xvfb unzip$/);
  });
});

describe('whether there is a screen', () => {
  it('X or Wayland will do, an empty variable will not', () => {
    expect(hasDisplay({ DISPLAY: ':0' })).toBe(true);
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
    expect(hasDisplay({ DISPLAY: '' })).toBe(false);
  });
});
