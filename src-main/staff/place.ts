import type { PlaceView, PlaceViewOf, StaffIntent } from '../../src-shared/contract/staff-ipc.ts';
import type { staffVerbs, StaffVerb } from '../../src-shared/contract/staff-verbs.ts';
import type { StaffMember } from '../../src-shared/staff/directory.ts';
import type { Result } from '../../src-shared/result.ts';

/** What doing something led to: a code whose words are `notice.<code>`; null when the page itself shows it. */
export type Outcome = Result<string | null, string>;

/** Intents the desk does not answer itself: each belongs to one place. */
export type PlaceVerb = {
  [V in StaffVerb]: (typeof staffVerbs)[V] extends 'anybody' | 'signedIn' ? never : V;
}[StaffVerb];

/** Does one intent for somebody who may. What takes time is waited for; the page shows that something is under way. */
export type PlaceHandler<V extends StaffVerb> = (intent: StaffIntent<V>, by: StaffMember) => Outcome | Promise<Outcome>;
export type PlaceHandlers<V extends StaffVerb = PlaceVerb> = { readonly [K in V]: PlaceHandler<K> };

/** One page of the staff screen as main keeps it. */
export interface Place<N extends PlaceView['name'] = PlaceView['name']> {
  /** Somebody comes to the page: what an earlier visit left is gone. */
  enter?(): void;
  /** Nobody looks any more: waiting ends, what was found is forgotten. */
  leave?(): void;
  /** What the page shows now; asked for at every push. */
  view(): PlaceViewOf<N>;
}
/** Every page there is. */
export type Places = { readonly [N in PlaceView['name']]: Place<N> };
