import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { requireIntegrity } from './integrity.ts';

/** SHA-512 of the three letters abc, from the standard (FIPS 180-4). */
const ABC = 'sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==';

function fileWith(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'wafa-integrity-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'download');
  writeFileSync(file, content);
  return file;
}

describe('a downloaded file and its pinned checksum', () => {
  it('the pinned file is accepted and kept', async () => {
    const file = fileWith('abc');
    await requireIntegrity(file, ABC);
    expect(existsSync(file)).toBe(true);
  });

  it('a file that differs in one byte is refused and deleted', async () => {
    const file = fileWith('abd');
    await expect(requireIntegrity(file, ABC)).rejects.toThrow(/pinned checksum/);
    expect(existsSync(file)).toBe(false);
  });
});
