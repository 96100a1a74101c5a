import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { enrolCodeBodyLength, withCheck } from '../../src-shared/domain/enrol-code.ts';
import { startServer, type ServerProcess } from './server-process.ts';

/** One-time codes the demo gateway accepts; each kiosk of this world presents the next. They may be typed at its screen. */
const enrolCodes = Array.from({ length: 100 }, (_, index) =>
  withCheck(`DEM0ENR0${String(index + 1).padStart(enrolCodeBodyLength - 8, '0')}`),
);

/** K-Net test settings of the demo; nothing here opens anything outside this machine. */
const knetCredentials = { id: '100001', password: 'DemoPass01', key: 'KIOSKDEMOKEY0001' };

/** The demo terminal's name, which the kiosk has to know. */
const poiId = 'DEMOPOI1';

export interface WorldOptions {
  /** Folder for the gateway's database and keys; kept between starts. */
  readonly folder: string;
  /** `pglite:memory` is quickest; a folder survives a restart of the gateway. */
  readonly database?: 'memory' | 'folder';
  /** How long a capture stays provisional. Longer than the simulator's void window of 2 s. */
  readonly confirmAfterSeconds?: number;
  /** The ministry is away from the start, so that no copy of its data can be made. */
  readonly ministryDown?: boolean;
  /** `false`: the kiosk has no card terminal. */
  readonly terminal?: boolean;
  readonly say?: (line: string) => void;
}

/** Everything outside the kiosk: ministry, K-Net, card terminal, gateway, and the dock with line, printer and scanner. */
export interface World {
  /** Of the gateway's keys and database. */
  readonly gatewayFolder: string;
  readonly gatewayUrl: string;
  readonly knetUrl: string;
  readonly ministryUrl: string;
  /** Folder in which its sticks appear; `demo-stick` is in it. */
  readonly sticks: string;
  /** Control API of the card terminal; null when the kiosk has none. */
  readonly terminalUrl: string | null;
  readonly dockUrl: string;
  /** Environment of a kiosk that lives in this world. */
  kioskEnvironment(dataFolder: string, window: string): Record<string, string>;
  /** The gateway's power goes and comes back on the same port with the same data. */
  restartGateway(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  stopGateway(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the world on free loopback ports. Rejects when a server does not come up, after stopping the others. */
export async function startWorld(options: WorldOptions): Promise<World> {
  mkdirSync(options.folder, { recursive: true });
  const running: ServerProcess[] = [];
  const start = async (name: string, environment: Record<string, string>): Promise<ServerProcess> => {
    const server = await startServer(name, serverFiles[name] ?? '', environment, options.say);
    running.push(server);
    return server;
  };
  const stop = async (): Promise<void> => {
    await Promise.all(running.splice(0).map((server) => server.stop()));
  };
  try {
    return await assemble(options, start, running, stop);
  } catch (failure) {
    await stop();
    throw failure;
  }
}

const serverFiles: Readonly<Record<string, string>> = {
  ministry: 'src-simulators/ministry/server.ts',
  knet: 'src-simulators/knet/server.ts',
  terminal: 'src-simulators/terminal/server.ts',
  gateway: 'src-gateway/server.ts',
  dock: 'src-simulators/dock/server.ts',
};

const loopback = (port: number): string => `http://127.0.0.1:${port}`;

async function assemble(
  options: WorldOptions,
  start: (name: string, environment: Record<string, string>) => Promise<ServerProcess>,
  running: ServerProcess[],
  stop: () => Promise<void>,
): Promise<World> {
  const [ministry, knet, terminal] = await Promise.all([
    start('ministry', { MINISTRY_SIM_PORT: '0' }),
    start('knet', {
      KNET_SIM_PORT: '0',
      KNET_SIM_TRANPORTAL_ID: knetCredentials.id,
      KNET_SIM_PASSWORD: knetCredentials.password,
      KNET_SIM_KEY: knetCredentials.key,
    }),
    options.terminal === false ? null : start('terminal', terminalEnvironment(options)),
  ]);
  const knetUrl = loopback(knet.ready.port);
  const ministryUrl = loopback(ministry.ready.port);
  const terminalUrl = terminal && loopback(Number(terminal.ready['controlPort']));
  if (options.ministryDown) await takeDown(ministryUrl);
  const gatewayEnvironment = (port: number): Record<string, string> => ({
    GATEWAY_PORT: String(port),
    GATEWAY_DEMO: '1',
    GATEWAY_ENROL_CODES: enrolCodes.join(','),
    GATEWAY_DATA: join(options.folder, 'gateway'),
    GATEWAY_DATABASE: options.database === 'folder' ? `pglite:${join(options.folder, 'database')}` : 'pglite:memory',
    MINISTRY_URL: ministryUrl,
    KNET_ENVIRONMENT: 'demo',
    KNET_TRANPORTAL_ID: knetCredentials.id,
    KNET_CREDENTIALS_FOR: 'demo',
    KNET_PASSWORD: knetCredentials.password,
    KNET_RESOURCE_KEY: knetCredentials.key,
    KNET_INIT_URL: `${knetUrl}/kpg/PaymentHTTP.htm?param=paymentInit`,
    KNET_TRAN_URL: `${knetUrl}/kpg/tranPipe.htm?param=tranInit`,
    // One machine plays every visitor: the limits per address and minute are for real ones.
    KNET_INQUIRY_PER_MINUTE: '6000',
    KNET_CONFIRM_AFTER_SECONDS: String(options.confirmAfterSeconds ?? 3),
  });
  let gateway = await start('gateway', gatewayEnvironment(0));
  const { port } = gateway.ready;
  const dock = await start('dock', {
    DOCK_PORT: '0',
    DOCK_GATEWAY_PORT: String(port),
    DOCK_MINISTRY_URL: ministryUrl,
    DOCK_KNET_URL: knetUrl,
    DOCK_TERMINAL_URL: terminalUrl ?? '',
  });
  // A folder plays the stick that staff put in.
  const sticks = join(options.folder, 'sticks');
  mkdirSync(join(sticks, 'demo-stick'), { recursive: true });
  const kiosks: string[] = [];
  // The same kiosk started again presents the same code, which it no longer needs.
  const codeOf = (dataFolder: string): string => {
    if (!kiosks.includes(dataFolder)) kiosks.push(dataFolder);
    return enrolCodes[kiosks.indexOf(dataFolder)] ?? '';
  };
  const stopGateway = async (signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> => {
    await gateway.stop(signal);
    running.splice(running.indexOf(gateway), 1);
  };
  return {
    gatewayFolder: join(options.folder, 'gateway'),
    gatewayUrl: loopback(port),
    knetUrl,
    ministryUrl,
    terminalUrl,
    sticks,
    dockUrl: loopback(dock.ready.port),
    kioskEnvironment: (dataFolder, window) => ({
      WAFA_GATEWAY_URL: loopback(Number(dock.ready['linePort'])),
      WAFA_ENROL_CODE: codeOf(dataFolder),
      WAFA_DEMO: '1',
      WAFA_DATA: dataFolder,
      WAFA_PRINTER: `tcp://127.0.0.1:${String(dock.ready['printerPort'])}`,
      WAFA_SCANNER: `tcp://127.0.0.1:${String(dock.ready['scannerPort'])}`,
      WAFA_ACCESS_BOARD: `tcp://127.0.0.1:${String(dock.ready['boardPort'])}`,
      ...(terminal ? { WAFA_TERMINAL: `tcp://127.0.0.1:${terminal.ready.port}/${poiId}` } : {}),
      WAFA_PAGE_ORIGINS: knetUrl,
      WAFA_STICKS: sticks,
      WAFA_WINDOW: window,
    }),
    stopGateway,
    restartGateway: async (signal) => {
      if (running.includes(gateway)) await stopGateway(signal);
      gateway = await start('gateway', gatewayEnvironment(port));
    },
    stop,
  };
}

/** A terminal that outlives the kiosk's restarts remembers as long as the gateway does. */
function terminalEnvironment({ folder, database }: WorldOptions): Record<string, string> {
  const names = { TERMINAL_SIM_PORT: '0', TERMINAL_SIM_CONTROL_PORT: '0', TERMINAL_SIM_POIID: poiId };
  return database === 'folder' ? { ...names, TERMINAL_SIM_LEDGER: join(folder, 'terminal.ledger') } : names;
}

async function takeDown(ministryUrl: string): Promise<void> {
  await fetch(`${ministryUrl}/sim/settings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ mode: 'down' }),
  });
}
