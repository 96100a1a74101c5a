import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Push } from '../../src-shared/contract/kiosk-ipc.ts';
import { exhibits } from '../../tests/gallery/exhibits.ts';
import { useKioskStore } from './store.ts';

function exhibit(name: string, revision: number): Push {
  const found = exhibits.find((one) => one.name === name);
  if (!found) throw new Error(`no exhibit ${name}`);
  return { ...found.push, snapshot: { ...found.push.snapshot, revision } };
}

function withoutAnswer(push: Push): Push {
  return { snapshot: push.snapshot };
}

describe('the store of the window', () => {
  beforeEach(() => setActivePinia(createPinia()));

  it('shows nothing before the first push', () => {
    expect(useKioskStore().screen).toBeNull();
  });

  it('mirrors the last push and keeps the answer that was sent once', () => {
    const store = useKioskStore();
    const list = exhibit('list', 1);
    expect(store.receive(list)).toBe('taken');
    expect(store.receive(withoutAnswer(exhibit('list-selected', 2)))).toBe('taken');
    expect(store.screen).toBe('TicketList');
    expect(store.answer?.obligations).toHaveLength(list.answer?.obligations.length ?? -1);
    expect(store.selected.size).toBe(2);
  });

  it('forgets the answer with the first snapshot that speaks of none', () => {
    const store = useKioskStore();
    store.receive(exhibit('list', 1));
    store.receive(exhibit('home', 2));
    const back = exhibit('list', 3);
    store.receive(withoutAnswer(back));
    expect(store.answer).toBeNull();
  });

  it('does not go back to an older snapshot', () => {
    const store = useKioskStore();
    store.receive(exhibit('home', 7));
    expect(store.receive(exhibit('attract', 7))).toBe('stale');
    expect(store.receive(exhibit('attract', 6))).toBe('stale');
    expect(store.screen).toBe('Home');
  });

  it('changes nothing when a push does not follow the contract', () => {
    const store = useKioskStore();
    store.receive(exhibit('home', 1));
    expect(store.receive({ snapshot: { ...exhibit('home', 2).snapshot, totalFils: 1.5 } })).toBe('unreadable');
    expect(store.receive(null)).toBe('unreadable');
    expect(store.snapshot?.revision).toBe(1);
  });
});
