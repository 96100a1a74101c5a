import { describe, expect, it, vi } from 'vitest';

vi.mock('electron', () => ({ protocol: {} })); // only the answers are under test; Electron itself in tests/e2e

const { answerFeed } = await import('./feed-protocol.ts');
const name = 'ab'.repeat(32);
const ask = (url: string, method = 'GET') => answerFeed({ url, method }, (asked) => `/data/feed/${asked}`);
const notFound = { error: -6 };

describe('a file of the feed', () => {
  it('is read by its name, and no cache keeps it', () => {
    const headers = { 'cache-control': 'no-store', 'content-type': 'application/octet-stream' };
    expect(ask(`feed://objects/${name}`)).toEqual({ path: `/data/feed/${name}`, headers });
  });

  it.each([
    ['with a name that is none', 'feed://objects/head.json'],
    ['outside', `feed://objects/../${name}`.replace('objects/..', 'objects/%2e%2e%2f')],
    ['above', `feed://objects/%2e%2e/%2e%2e/${name}`.replace(name, `..%2f${name}`)],
    ['of another host', `feed://elsewhere/${name}`],
  ])('%s is not found', (_what, address) => {
    expect(ask(address)).toEqual(notFound);
  });

  it('cannot be written', () => {
    expect(ask(`feed://objects/${name}`, 'POST')).toEqual(notFound);
  });
});
