/** The faces of all paper, and a letter of each file that belongs to it. */
const faces = [
  ['IBM Plex Sans Arabic', 'وW1'],
  ['Noto Sans Devanagari', 'क'],
  ['Noto Sans Bengali', 'ক'],
] as const;

/** Resolves when every face is there. One that does not come leaves its text to the system's face: paper is still paper. */
export async function everyFace(): Promise<void> {
  await Promise.allSettled(
    faces.flatMap(([face, letters]) =>
      ['400', '600'].map((weight) => document.fonts.load(`${weight} 24px "${face}"`, letters)),
    ),
  );
}

/** Resolves when the page as it is now has been laid out. */
export function newestFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      requestAnimationFrame(() => {
        resolve();
      });
    });
  });
}

/** Height of the paper, CSS pixels, rounded up. */
export function drawnHeight(): number {
  const paper = document.querySelector('.paper');
  return Math.max(1, Math.ceil(paper?.getBoundingClientRect().height ?? 0));
}
