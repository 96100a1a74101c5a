import { describe, expect, it } from 'vitest';
import type { Push } from '../../../src-shared/contract/kiosk-ipc.ts';
import { screenNames, selectScreen } from '../../../src-shared/session/screen.ts';
import { exhibits } from '../../../tests/gallery/exhibits.ts';
import { screenComponents } from './screen-map.ts';

const screenOf = ({ snapshot, answer }: Push): string => selectScreen(snapshot, answer ?? null);

describe('screens', () => {
  it('there is a component for every screen, and each is another one', () => {
    expect(Object.keys(screenComponents).toSorted()).toEqual([...screenNames].toSorted());
    expect(new Set(Object.values(screenComponents)).size).toBe(screenNames.length);
  });

  it('the gallery shows every screen', () => {
    const shown = new Set(exhibits.map(({ push }) => screenOf(push)));
    expect(screenNames.filter((name) => !shown.has(name))).toEqual([]);
  });
});
