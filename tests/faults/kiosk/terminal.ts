import { startServer } from '../../../scripts/world/server-process.ts';

/** A card terminal of its own for one lane. */
export interface LaneTerminal {
  readonly controlUrl: string;
  /** Environment of the kiosk it stands on. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const poiId = 'DEMOPOI1';
/** The visitor holds the card to the reader this long after the terminal has asked for it, ms. */
const tapAfterMs = 600;

/** Starts the terminal's stand-in, with a visitor who always taps a good card. */
export async function startTerminal(): Promise<LaneTerminal> {
  const server = await startServer('terminal', 'src-simulators/terminal/server.ts', { TERMINAL_SIM_POIID: poiId });
  const controlUrl = `http://127.0.0.1:${String(server.ready['controlPort'])}`;
  const told = await fetch(`${controlUrl}/sim/settings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ auto: { afterMs: tapAfterMs, card: { outcome: 'approve' } } }),
  });
  if (!told.ok) throw new Error(`the terminal refused its settings: ${told.status} ${await told.text()}`);
  return {
    controlUrl,
    environment: { WAFA_TERMINAL: `tcp://127.0.0.1:${server.ready.port}/${poiId}` },
    stop: () => server.stop(),
  };
}
