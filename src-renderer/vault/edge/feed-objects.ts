import type { FetchObject } from '../ports.ts';

/** Files of the feed, from the main process, which serves them to this page only. */
export const fetchObject: FetchObject = async (name, limit) => {
  const answer = await fetch(`feed://objects/${name}`);
  // Main has proved the file; a longer one is a mistake of ours that must not fill the memory.
  if (!answer.ok || Number(answer.headers.get('content-length')) > limit) {
    await answer.body?.cancel();
    return null;
  }
  return new Uint8Array(await answer.arrayBuffer());
};
