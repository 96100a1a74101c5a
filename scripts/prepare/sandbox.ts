import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What keeps Chromium from sandboxing its processes here; undefined where nothing does. */
export type SandboxObstacle = 'root' | 'no user namespaces';

function setting(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined;
}

/** True when an unprivileged program may make the user namespaces that the sandbox consists of. */
function userNamespaces(): boolean {
  if (setting('/proc/sys/user/max_user_namespaces') === '0') return false;
  if (setting('/proc/sys/kernel/unprivileged_userns_clone') === '0') return false;
  return setting('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') !== '1';
}

/** True when the set-uid helper beside Electron, the older way to a sandbox, is set up. */
function setUidHelper(dist: string): boolean {
  const helper = join(dist, 'chrome-sandbox');
  if (!existsSync(helper)) return false;
  const { uid, mode } = statSync(helper);
  return uid === 0 && (mode & 0o4000) !== 0;
}

/** Why Electron cannot start with its sandbox as this user on this machine. */
export function sandboxObstacle(dist: string): SandboxObstacle | undefined {
  if (process.platform !== 'linux') return undefined;
  if (process.getuid?.() === 0) return 'root';
  return userNamespaces() || setUidHelper(dist) ? undefined : 'no user namespaces';
}

/**
 * Flags for starting Electron in development and tests: none where the sandbox works, else the one that turns it off.
 * Whoever uses them says so on the console, because checks of the sandbox then count as not run. A release refuses it.
 */
export function sandboxFlags(dist: string): string[] {
  return sandboxObstacle(dist) === undefined ? [] : ['--no-sandbox'];
}
