import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { logCatalogue } from '../../src-shared/contract/log-catalogue.ts';
import { logDocument } from './log-document.ts';

const main = join(import.meta.dirname, '..');

describe('the catalogue of the log', () => {
  it('is the one in the documents', async () => {
    await expect(logDocument()).toMatchFileSnapshot('../../docs/log-catalogue.md');
  });

  it('has no event that nothing writes', () => {
    const code = readdirSync(main, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => readFileSync(join(main, file), 'utf8'))
      .join('\n');
    expect(Object.keys(logCatalogue).filter((event) => !code.includes(`log('${event}'`))).toEqual([]);
  });
});
