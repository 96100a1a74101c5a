import { describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../src-shared/contract/audit-catalogue.ts';
import { makeMemoryFs } from '../journal/edge/memory-fs.ts';
import { mustOpen } from '../journal/test-support.ts';
import { AuditLog } from './audit-log.ts';
import { staffRecord } from './staff-record.ts';

const boss = {
  id: 'S201',
  name: 'Demo',
  role: 'supervisor',
  pin: { salt: 'a'.repeat(22), hash: 'b'.repeat(43) },
} as const;
const pid = 'ab'.repeat(16);

async function opened(fs = makeMemoryFs()) {
  const journal = await mustOpen(fs);
  const logged: string[] = [];
  const audit = new AuditLog(journal, (_event, details) => void logged.push(JSON.stringify(details)));
  const events = async (): Promise<unknown[]> => {
    const all: unknown[] = [];
    for await (const entry of journal.entries()) all.push(...entry.events);
    return all;
  };
  return { audit, fs, events, logged };
}

describe('the audit log', () => {
  it('has a record of an action before it is done and one of how it ended', async () => {
    const { audit, events } = await opened();
    const record = staffRecord(audit, () => true);
    expect(await record.beforeAction(boss, 'askOutcome', pid)).toBe(true);
    record.afterAction(boss, 'askOutcome', pid, { ok: false, error: 'network_down' });
    await audit.note({ kind: 'boot', version: '1' });
    const about = { by: 'S201', action: 'askOutcome', pid };
    expect(await events()).toEqual([
      { kind: 'begun', ...about },
      { kind: 'ended', ...about, done: false, code: 'network_down' },
      { kind: 'boot', version: '1' },
    ]);
  });

  it('takes no text that somebody typed, and goes on', async () => {
    const { audit, events, logged } = await opened();
    const record = staffRecord(audit, (id) => id === 'S201');
    record.afterAction(boss, 'askOutcome', '290010112345', { ok: false, error: 'Somebody’s name' });
    // Whoever types a PIN or a civil number for a staff number leaves neither.
    record.notSignedIn('290010112345', 'wrong');
    await audit.note({ kind: 'boot', version: '1' });
    expect(JSON.stringify(await events())).not.toMatch(/29001|Somebody/);
    expect(logged).toEqual(['{"event":"ended","why":"not_in_catalogue"}']);
    const extra = { kind: 'signed_in', by: 'S201', name: 'Demo' } as AuditEvent;
    expect(await audit.note(extra)).toBe(false);
  });

  it('that takes no record keeps staff from money, and lets them help the kiosk', async () => {
    const broken = new AuditLog(null, () => undefined);
    const { audit, fs } = await opened();
    fs.failAt('datasync', 1, 'EIO');
    for (const log of [broken, audit]) {
      const record = staffRecord(log, () => true);
      expect(await record.beforeAction(boss, 'closeCase', pid)).toBe(false);
      expect(await record.beforeAction(boss, 'reprint', pid)).toBe(false);
      expect(await record.beforeAction(boss, 'restart', null)).toBe(true);
    }
  });
});
