import { judgeContrast, judgeEdges } from './contrast.ts';
import type { Display, Finding } from './finding.ts';
import { judgeFocusRings } from './focus.ts';
import { judgeMirror } from './mirror.ts';
import { judgeLetters, judgeRoom, judgeSpacing, judgeTurning } from './text.ts';
import { fixedPlaces, judgeFirstFocus, judgeTouch } from './touch.ts';
import { judgeWords, sentences } from './words.ts';

/** What one look at the page brings home. */
export interface Look {
  readonly findings: readonly Finding[];
  /** Where help, end and cancel stand. */
  readonly places: ReturnType<typeof fixedPlaces>;
  readonly sentences: readonly string[];
}

/** How the page is seen. */
export interface Seen {
  /** Null when the words are made up. */
  readonly language: string | null;
  readonly display: Display;
  /** May what does not fit be turned over? In the usual looks everything fits. */
  readonly mayTurn: boolean;
}

/** Our own measures of the page as it stands; takes nothing from it and leaves it as it was. */
export function look({ language, display, mayTurn }: Seen): Look {
  const findings = [
    ...judgeFirstFocus(),
    ...judgeTouch(),
    ...judgeLetters(display),
    ...judgeRoom(true),
    ...(mayTurn ? [] : judgeTurning()),
    ...judgeContrast(display),
    ...judgeEdges(),
    ...(language === null ? [] : judgeWords(language)),
    ...judgeMirror(),
    ...judgeSpacing(),
    ...judgeFocusRings(),
    ...judgeMotion(),
  ];
  return {
    findings: distinct(findings),
    places: fixedPlaces(),
    sentences: language === null ? [] : sentences(language),
  };
}

/** Whoever asked for calm sees nothing move: A30. */
function judgeMotion(): Finding[] {
  const moving = document.getAnimations().filter((animation) => animation.playState === 'running');
  if (!matchMedia('(prefers-reduced-motion: reduce)').matches || moving.length === 0) return [];
  return [{ rule: 'moving', where: 'page', what: `${moving.length} animations run in calm mode` }];
}

function distinct(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}
