import { existsSync } from 'node:fs';
import { arch, platform } from 'node:process';
import {
  type ElectronRuntime,
  executableIn,
  productElectronVersion,
  runtimeIn,
  versionOf,
} from './electron-runtime.ts';
import { inRepository } from './paths.ts';
import { run } from './run.ts';
import { longStep, say } from './say.ts';

/** How long the server may take to answer at all, in milliseconds. */
const ANSWER_LIMIT = 20_000;

/** How long the whole download of about 120 MB may take once the server answers, in milliseconds. */
const DOWNLOAD_LIMIT = 15 * 60_000;

const dist = inRepository('node_modules', 'electron', 'dist');

function unpacked(): ElectronRuntime | undefined {
  const version = productElectronVersion();
  return versionOf(dist) === version && existsSync(executableIn(dist))
    ? runtimeIn(dist, 'official', version)
    : undefined;
}

/** Address of the official zip, or of its copy on the mirror a person named. */
export function downloadAddress(version: string, mirror: string | undefined): string {
  const base =
    mirror === undefined || mirror === '' ? 'https://github.com/electron/electron/releases/download/' : mirror;
  return `${base}v${version}/electron-v${version}-${platform}-${arch}.zip`;
}

async function answers(address: string): Promise<boolean> {
  try {
    const response = await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(ANSWER_LIMIT) });
    return response.ok;
  } catch {
    return false;
  }
}

async function download(): Promise<void> {
  const proxied = process.env.HTTPS_PROXY ?? process.env.https_proxy;
  const tooSlow = new AbortController();
  // Electron's installer has no time limit of its own and hangs behind a firewall that drops packets. It runs while the
  // question is asked, because a zip in its cache needs no server. A proxy is not asked: it answers or refuses at once.
  const probe = setTimeout(() => {
    if (proxied !== undefined) return;
    void answers(downloadAddress(productElectronVersion(), process.env.ELECTRON_MIRROR)).then((reachable) => {
      if (!reachable) tooSlow.abort();
    });
  }, 2_000);
  const { code, output } = await run(process.execPath, [inRepository('node_modules', 'electron', 'install.js')], {
    env: { ...process.env, ...(proxied === undefined ? {} : { ELECTRON_GET_USE_PROXY: 'true' }) },
    limit: DOWNLOAD_LIMIT,
    signal: tooSlow.signal,
  });
  clearTimeout(probe);
  if (code !== 0) {
    say(`  Electron's server cannot be reached${process.env.DEBUG === undefined ? '' : `: ${output}`}`);
  }
}

/** The official Electron: the one already unpacked, else downloaded and checked by Electron's own installer. */
export async function officialRuntime(): Promise<ElectronRuntime | undefined> {
  const present = unpacked();
  if (present !== undefined) return present;
  await longStep(`Downloading Electron ${productElectronVersion()}`, download);
  return unpacked();
}
