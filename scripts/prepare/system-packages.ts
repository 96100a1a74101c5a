import { run, whichProgram } from './run.ts';
import { longStep, say, Unprepared } from './say.ts';

/*
 * What Electron and the tests need from Debian or Ubuntu. Newer releases renamed some packages (…t64), so every need is
 * a list of names, newest first.
 */

/** A package under the names it has had. */
type PackageNames = readonly [string, ...string[]];

const GTK: PackageNames = ['libgtk-3-0t64', 'libgtk-3-0'];

/** Libraries that GTK does not bring along; every other library Electron links to comes with GTK. */
const LIBRARY_PACKAGES: readonly (readonly [soname: RegExp, names: PackageNames])[] = [
  [/^lib(nss3|nssutil3|smime3|nspr4)\.so/, ['libnss3']],
  [/^libasound\.so/, ['libasound2t64', 'libasound2']],
  [/^lib(gbm|drm)\.so/, ['libgbm1']],
];

const PROGRAM_PACKAGES: Readonly<Record<string, string>> = { Xvfb: 'xvfb', cupsd: 'cups' };

/** Newer Electrons open these by name at run time, so `ldd` does not list them. */
const OPENED_AT_RUN_TIME = ['libgtk-3.so.0'];

/** Names of the libraries that the loader did not find, from the output of `ldd`. */
export function missingLibraries(lddOutput: string): string[] {
  const names = [...lddOutput.matchAll(/^\s*(\S+) => not found$/gm)].map((match) => match[1] ?? '');
  return [...new Set(names)];
}

/** Which of the libraries opened at run time are not in the loader's cache, from the output of `ldconfig -p`. */
export function missingFromCache(ldconfigOutput: string): string[] {
  const cached = new Set([...ldconfigOutput.matchAll(/^\s+(\S+) \(/gm)].map((match) => match[1]));
  // An empty list is a system without that cache, about which nothing is known.
  return cached.size === 0 ? [] : OPENED_AT_RUN_TIME.filter((library) => !cached.has(library));
}

/** The packages that bring these libraries. */
export function packagesForLibraries(libraries: readonly string[]): PackageNames[] {
  const needed = libraries.map((library) => LIBRARY_PACKAGES.find(([soname]) => soname.test(library))?.[1] ?? GTK);
  return [...new Set(needed)];
}

/** The packages that bring these programs; most are called like the program. */
export function packagesForPrograms(programs: readonly string[]): PackageNames[] {
  return programs.map((program): PackageNames => [PROGRAM_PACKAGES[program] ?? program]);
}

/** Out of each need, the first name that the system's package lists know; the oldest name where they know none. */
export function chooseNames(needs: readonly PackageNames[], known: ReadonlySet<string>): string[] {
  return needs.map((names) => names.find((name) => known.has(name)) ?? names.at(-1) ?? names[0]);
}

/** The line a person without the right to install packages hands to somebody who has it. */
export function installLine(packages: readonly string[]): string {
  return `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`;
}

async function knownNames(needs: readonly PackageNames[]): Promise<Set<string>> {
  const { output } = await run('apt-cache', ['--no-all-versions', 'show', ...needs.flat()]);
  return new Set([...output.matchAll(/^Package: (\S+)$/gm)].map((match) => match[1] ?? ''));
}

async function installPackages(needs: readonly PackageNames[], missing: readonly string[]): Promise<void> {
  if (whichProgram('apt-get') === undefined) {
    throw new Unprepared(`This system lacks ${missing.join(', ')}: install them with its package manager.`);
  }
  const isRoot = process.getuid?.() === 0;
  if (!isRoot) {
    throw new Unprepared(
      `This system lacks ${missing.join(', ')}. Run this line, then try again:\n\n  ${installLine(chooseNames(needs, await knownNames(needs)))}\n`,
    );
  }
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await longStep('Refreshing the list of system packages', () => run('apt-get', ['update'], { env: environment }));
  const names = chooseNames(needs, await knownNames(needs));
  const { code, output } = await longStep(`Installing system packages: ${names.join(' ')}`, () =>
    run('apt-get', ['install', '-y', '--no-install-recommends', ...names], { env: environment }),
  );
  if (code !== 0) {
    say(output.trim());
    throw new Unprepared(`apt-get could not install ${names.join(' ')}: its own words are above.`);
  }
}

/**
 * Makes sure that programs are on the search path, installing their packages where this user may.
 *
 * @throws Unprepared with the line to run, where this user may not
 */
export async function requirePrograms(programs: readonly string[]): Promise<void> {
  const missing = programs.filter((program) => whichProgram(program) === undefined);
  if (missing.length > 0) await installPackages(packagesForPrograms(missing), missing);
}

/**
 * Makes sure that a program finds all its libraries, installing their packages where this user may.
 *
 * @throws Unprepared with the line to run, where this user may not
 */
export async function requireLibraries(executable: string): Promise<void> {
  const missing = async (): Promise<string[]> => {
    const ldconfig = whichProgram('ldconfig', `${process.env.PATH ?? ''}:/usr/sbin:/sbin`) ?? 'ldconfig';
    const [linked, cached] = await Promise.all([run('ldd', [executable]), run(ldconfig, ['-p'])]);
    return [...missingLibraries(linked.output), ...missingFromCache(cached.code === 0 ? cached.output : '')];
  };
  const before = await missing();
  if (before.length === 0) return;
  await installPackages(packagesForLibraries(before), before);
  const after = await missing();
  if (after.length > 0)
    throw new Unprepared(`Electron still lacks ${after.join(', ')}: install the packages that hold them.`);
}

/** Installs programs where this user may; where not, says what is missed without them and goes on. */
async function wishForPrograms(programs: readonly string[], without: string): Promise<void> {
  try {
    await requirePrograms(programs);
  } catch (failure) {
    if (!(failure instanceof Unprepared)) throw failure;
    say(`${failure.message}\n${without}`);
  }
}

/** True when there is a screen to draw on already. */
export function hasDisplay(environment: NodeJS.ProcessEnv = process.env): boolean {
  return [environment.DISPLAY, environment.WAYLAND_DISPLAY].some((value) => value !== undefined && value !== '');
}

/** Everything Electron needs from a Linux system; other systems need nothing. */
export async function requireSystem(electron: string): Promise<void> {
  if (process.platform !== 'linux') return;
  await requireLibraries(electron);
  if (!hasDisplay()) await requirePrograms(['Xvfb']);
  await wishForPrograms(['espeak-ng'], 'The kiosk does not speak without it.');
}
