/** The face of all paper, in the weights that are used; one Arabic and one Latin letter fetch both files of each. */
const faces = ['400 24px "IBM Plex Sans Arabic"', '600 24px "IBM Plex Sans Arabic"'];

/** Resolves when every face is there. One that does not come leaves its text to the system's face: paper is still paper. */
export async function everyFace(): Promise<void> {
  await Promise.allSettled(faces.map((face) => document.fonts.load(face, 'وW1')));
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
