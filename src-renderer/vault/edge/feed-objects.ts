import type { FetchObject } from '../ports.ts';

/** Files of the feed, from the main process, which serves them to this page only. */
export const fetchObject: FetchObject = async (name, limit, memory) => {
  const { ok, body, headers } = await fetch(`feed://objects/${name}`);
  const length = Number(headers.get('content-length'));
  // Main has proved the file; a longer one is a mistake of ours that must not fill the memory.
  if (!ok || body === null || length > limit) {
    await body?.cancel();
    return null;
  }
  return readInto(memory?.take(length) ?? new ArrayBuffer(length), length, body);
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
