import type { AudioRoute, SpokenItem } from '../../src-shared/speech/spoken.ts';

/** What is sounded for an item: the item itself, a tone in its place, or nothing. */
export type Sounded = 'words' | 'tone' | 'nothing';

/** Personal words leave by the private route only (A35); on the loudspeaker a tone says that something stands there. */
export function soundedOn(route: AudioRoute, item: Pick<SpokenItem, 'personal'>): Sounded {
  if (route === 'none') return 'nothing';
  if (route === 'private' || !item.personal) return 'words';
  return 'tone';
}
