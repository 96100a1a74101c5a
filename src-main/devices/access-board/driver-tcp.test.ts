import { afterEach, describe, expect, it, vi } from 'vitest';
import { AccessBoardSimulator } from '../../../src-simulators/access-board/board.ts';
import { TcpAccessBoard } from './driver-tcp.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function boardAndKiosk() {
  const board = new AccessBoardSimulator();
  const port = await board.listen();
  const plugs: boolean[] = [];
  const kiosk = new TcpAccessBoard({ host: '127.0.0.1', port }, (plugged) => plugs.push(plugged));
  closing.push(
    () => kiosk.stop(),
    () => board.close(),
  );
  await vi.waitFor(() => expect(plugs).toEqual([false]));
  return { board, kiosk, plugs };
}

describe('the access board', () => {
  it('tells of a plug as it goes in and comes out', async () => {
    const { board, plugs } = await boardAndKiosk();
    board.plug('in');
    board.plug('out');
    await vi.waitFor(() => expect(plugs).toEqual([false, true, false]));
  });

  it('that is lost holds no headphones any more', async () => {
    const { board, plugs } = await boardAndKiosk();
    board.plug('in');
    await vi.waitFor(() => expect(plugs.at(-1)).toBe(true));
    board.close();
    await vi.waitFor(() => expect(plugs.at(-1)).toBe(false));
  });

  it('lights what it is told to', async () => {
    const { board, kiosk } = await boardAndKiosk();
    kiosk.light('receipt', true);
    await vi.waitFor(() => expect(board.view.lights).toEqual({ receipt: true, card: false }));
    kiosk.light('receipt', false);
    kiosk.light('card', true);
    await vi.waitFor(() => expect(board.view.lights).toEqual({ receipt: false, card: true }));
  });
});
