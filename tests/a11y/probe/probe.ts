import { judgeContrast, judgeEdges } from './contrast.ts';
import type { Display, Finding } from './finding.ts';
import { judgeFocusRings } from './focus.ts';
import { judgeMirror } from './mirror.ts';
import { judgeLetters, judgeRoom, judgeSpacing } from './text.ts';
import { fixedPlaces, judgeFirstFocus, judgeTouch } from './touch.ts';
import { judgeWords, sentences } from './words.ts';

/** What one look at the page brings home. */
export interface Look {
  readonly findings: readonly Finding[];
  /** Where help, end and cancel stand. */
  readonly places: ReturnType<typeof fixedPlaces>;
  readonly sentences: readonly string[];
}

/** Our own measures of the page as it stands; takes nothing from it and leaves it as it was. */
export function look(language: string, display: Display): Look {
  const findings = [
    ...judgeFirstFocus(),
    ...judgeTouch(),
    ...judgeLetters(display),
    ...judgeRoom(),
    ...judgeContrast(display),
    ...judgeEdges(),
    ...judgeWords(language),
    ...judgeMirror(),
    ...judgeSpacing(),
    ...judgeFocusRings(),
    ...judgeMotion(),
  ];
  return { findings: distinct(findings), places: fixedPlaces(), sentences: sentences(language) };
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
