import { describe, expect, it } from 'vitest';
import type { CachedResource } from '../../sync/registry.ts';
import { copyFacts } from './status-facts.ts';

const dayMs = 86_400_000;

function kept(ageMs: number, peppers: CachedResource['state'], seq: number | null = 26): CachedResource[] {
  const shared = { coming: null, lastFailure: null };
  return [
    { name: 'feed', state: seq === null ? 'none' : 'ready', seq, ageMs, ...shared },
    { name: 'peppers', state: peppers, seq: null, ageMs: null, ...shared },
  ];
}

describe('what the kiosk keeps, for the status page', () => {
  it('is a copy that tells everything while it is fresh and its keys are here', () => {
    expect(copyFacts(kept(dayMs, 'ready'))).toEqual({ seq: 26, ageMs: dayMs, says: 'whole', coming: null });
  });

  it.each([
    ['the key of its records is gone', dayMs, 'partial', 'outline'],
    ['it is older than a week', 8 * dayMs, 'ready', 'outline'],
    ['no key of it is left', dayMs, 'none', 'locked'],
    ['it is older than a month', 31 * dayMs, 'ready', 'locked'],
  ] as const)('tells less when %s', (_when, ageMs, peppers, says) => {
    expect(copyFacts(kept(ageMs, peppers))).toMatchObject({ says });
  });

  it('is nothing before the first copy came', () => {
    expect(copyFacts(kept(0, 'none', null))).toBeNull();
    expect(copyFacts([])).toBeNull();
  });
});
