import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { limitRequests } from './limits.ts';

/** How many of so many requests for a new identity in one minute are let through. */
async function letThrough(demo: boolean, addresses: readonly string[]): Promise<number> {
  const app = Fastify();
  await limitRequests(app, demo);
  app.post('/v1/kiosks/enrol', async () => 'heard');
  const statuses: number[] = [];
  for (const remoteAddress of addresses) {
    statuses.push((await app.inject({ method: 'POST', url: '/v1/kiosks/enrol', remoteAddress })).statusCode);
  }
  await app.close();
  expect(statuses.every((status) => status === 200 || status === 429)).toBe(true);
  return statuses.filter((status) => status === 200).length;
}

describe('codes for an identity that are tried', () => {
  it('are heard ten times a minute from one address', async () => {
    expect(await letThrough(false, Array<string>(25).fill('203.0.113.7'))).toBe(10);
  });

  it('are heard from each address for itself', async () => {
    const two = Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? '203.0.113.7' : '203.0.113.8'));
    expect(await letThrough(false, two)).toBe(20);
  });

  it('are heard from a whole fleet in the demo, where one machine plays every kiosk', async () => {
    expect(await letThrough(true, Array<string>(100).fill('127.0.0.1'))).toBe(100);
  });
});
