import type { Preferences } from '../../../src-shared/session/preferences.ts';

/** Rules of the harness; each names the requirement it proves. `docs/accessibility.md` has the table. */
export type Rule =
  | 'axe' // A01, A29
  | 'target' // A02
  | 'gap' // A03
  | 'danger-gap' // A03
  | 'bezel' // A04
  | 'reach' // A04
  | 'small-text' // A05, A06
  | 'letters' // A07
  | 'clipped' // A06: cut off, or to be turned over where everything should fit
  | 'overlap' // A06
  | 'contrast' // A08, A09
  | 'edge-contrast' // A10
  | 'focus-ring' // A13
  | 'unfocused' // A14
  | 'place' // A23
  | 'spacing' // A27
  | 'language' // A28
  | 'script' // A28
  | 'untranslated' // A28
  | 'raw-message' // A28
  | 'not-isolated' // bidi
  | 'mirror' // right to left
  | 'moving' // A30
  | 'fault'; // violations of the content policy, uncaught errors

/** One thing that is wrong with a screen. */
export interface Finding {
  readonly rule: Rule;
  /** Which element, so that it can be found again. */
  readonly where: string;
  readonly what: string;
}

/** How the visitor has asked to see the screens. */
export type Display = Preferences['display'];
