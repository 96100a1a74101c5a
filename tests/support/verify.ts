import { execFileSync } from 'node:child_process';

/** `npm run verify` on a folder: what it printed, and whether it was content. */
export function verify(folder: string): { intact: boolean; out: string } {
  try {
    return { intact: true, out: execFileSync(process.execPath, ['scripts/verify.ts', folder], { encoding: 'utf8' }) };
  } catch (failure) {
    return { intact: false, out: String((failure as { stdout?: string }).stdout) };
  }
}
