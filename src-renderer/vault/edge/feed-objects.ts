import type { FetchObject } from '../ports.ts';

/** Files of the feed, from the folder of main, which lets this page read them by name. */
export const fetchObject: FetchObject = async (name, into) => {
  // A file that is not there is told as a line that broke.
  const response = await fetch(`feed://objects/${name}`).catch(() => null);
  if (!response?.ok || response.body === null) return null;
  if (!into) return new Uint8Array(await response.arrayBuffer());
  return readInto(into.memory.take(into.length), into.length, response.body);
};

/** Null when it ends early. @param buffer each read moves it on to the next */
async function readInto(
  buffer: ArrayBuffer,
  length: number,
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const reader = body.getReader({ mode: 'byob' });
  let held = buffer;
  for (let at = 0; at < length;) {
    const { done, value } = await reader.read(new Uint8Array(held, at, length - at));
    if (done) return null;
    held = value.buffer;
    at += value.length;
  }
  await reader.cancel();
  return new Uint8Array(held, 0, length);
}
