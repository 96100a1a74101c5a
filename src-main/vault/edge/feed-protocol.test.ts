import { describe, expect, it, vi } from 'vitest';
import type { ObjectOf } from '../vault-port.ts';

vi.mock('electron', () => ({ protocol: {} })); // only the answers are under test; Electron itself in tests/e2e

const { answerFeed } = await import('./feed-protocol.ts');
const name = 'ab'.repeat(32);
const bytes = Uint8Array.of(1, 2, 3);
const shelf: ObjectOf = async (asked) => (asked === name ? bytes : null);
const ask = (address: string, method = 'GET', open = shelf) =>
  answerFeed(new Request(address, { method }), 'app://vault', open);

describe('a file of the feed', () => {
  it('is read by its name, by the vault only', async () => {
    const answer = await ask(`feed://objects/${name}`);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes);
    expect(answer.headers.get('content-length')).toBe('3');
    expect(answer.headers.get('access-control-allow-origin')).toBe('app://vault');
  });

  it.each([
    ['that is not there', `feed://objects/${'cd'.repeat(32)}`],
    ['with a name that is none', 'feed://objects/head.json'],
    ['outside', `feed://objects/../${name}`.replace('objects/..', 'objects/%2e%2e%2f')],
    ['of another host', `feed://elsewhere/${name}`],
  ])('%s is not found', async (_what, address) => {
    expect((await ask(address)).status).toBe(404);
  });

  it('cannot be written, and a disk that does not read is no crash', async () => {
    expect((await ask(`feed://objects/${name}`, 'POST')).status).toBe(404);
    const broken: ObjectOf = () => Promise.reject(new Error('EIO'));
    expect((await ask(`feed://objects/${name}`, 'GET', broken)).status).toBe(404);
  });
});
