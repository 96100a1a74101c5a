import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../src-gateway/edge/system.ts';
import { startServer, type ServerProcess } from '../../scripts/world/server-process.ts';

/** K-Net settings of the demo; nothing here opens anything outside this machine. */
const knetCredentials = { id: '100001', password: 'DemoPass01', key: 'KIOSKDEMOKEY0001' };

/**
 * Times of this scene, short so that every attempt ends within minutes. The simulator's page ends before the gateway
 * takes it to be over, and its void window before the gateway believes a capture.
 */
const times = { knetPageMinutes: 0.8, pageMinutes: 1, leaseSeconds: 60 } as const;
const careful = { voidWindowMs: 1_200, confirmAfterSeconds: 2 } as const;
const quickly = { voidWindowMs: 700, confirmAfterSeconds: 1 } as const;

export interface SceneOptions {
  /** Keys, ledgers of the simulators. */
  readonly folder: string;
  /** As `GATEWAY_DATABASE`. */
  readonly database: string;
  readonly kiosks: number;
  /** For a gateway that is never away: K-Net waits less for its reply, and a capture counts sooner. */
  readonly quick?: boolean;
}

/** Ministry, K-Net and gateway as processes of their own; the gateway can lose its life. */
export interface Scene {
  readonly gatewayUrl: string;
  readonly knetUrl: string;
  readonly ministryUrl: string;
  /** One one-time code per kiosk. */
  readonly enrolCodes: readonly string[];
  /** The gateway's last words, newest last. */
  readonly heard: readonly string[];
  /** False when the gateway has ended although nobody killed it. */
  gatewayLives(): boolean;
  killGateway(signal?: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** On the same port with the same data. */
  startGateway(): Promise<void>;
  stop(): Promise<void>;
}

const loopback = (port: number): string => `http://127.0.0.1:${port}`;

/** Starts everything on free loopback ports; rejects after stopping what had started when something does not come up. */
export async function startScene(options: SceneOptions): Promise<Scene> {
  mkdirSync(options.folder, { recursive: true });
  const simulators: ServerProcess[] = [];
  const stopSimulators = async (): Promise<void> => {
    await Promise.all(simulators.splice(0).map((server) => server.stop()));
  };
  try {
    const ministry = await startServer('ministry', 'src-simulators/ministry/server.ts', ministryEnvironment(options));
    simulators.push(ministry);
    const knet = await startServer('knet', 'src-simulators/knet/server.ts', knetEnvironment(options));
    simulators.push(knet);
    const addresses = { ministryUrl: loopback(ministry.ready.port), knetUrl: loopback(knet.ready.port) };
    await tellKnet(addresses.knetUrl, { skipOtp: true });
    return await withGateway(options, addresses, stopSimulators);
  } catch (failure) {
    await stopSimulators();
    throw failure;
  }
}

async function withGateway(
  options: SceneOptions,
  addresses: { readonly ministryUrl: string; readonly knetUrl: string },
  stopSimulators: () => Promise<void>,
): Promise<Scene> {
  const port = await freePort('127.0.0.1');
  const enrolCodes = Array.from(
    { length: options.kiosks },
    (_, at) => `faults-enrol-${String(at + 1).padStart(4, '0')}`,
  );
  const environment = gatewayEnvironment(options, addresses, port, enrolCodes);
  const heard: string[] = [];
  const start = (): Promise<ServerProcess> =>
    startServer('gateway', 'src-gateway/server.ts', environment, (line) => {
      heard.push(line.slice(0, 1_000));
      if (heard.length > 400) heard.shift();
    });
  let gateway = await start();
  return {
    ...addresses,
    gatewayUrl: loopback(port),
    enrolCodes,
    heard,
    gatewayLives: () => gateway.process.exitCode === null && gateway.process.signalCode === null,
    killGateway: (signal = 'SIGKILL') => gateway.stop(signal),
    startGateway: async () => {
      gateway = await start();
    },
    stop: async () => {
      await gateway.stop();
      await stopSimulators();
    },
  };
}

function ministryEnvironment({ folder }: SceneOptions): Record<string, string> {
  return {
    MINISTRY_SIM_PORT: '0',
    MINISTRY_SIM_POSTING_DELAY_MS: '0',
    MINISTRY_SIM_LEDGER: join(folder, 'ministry.jsonl'),
  };
}

function knetEnvironment({ folder, quick }: SceneOptions): Record<string, string> {
  return {
    KNET_SIM_PORT: '0',
    KNET_SIM_TRANPORTAL_ID: knetCredentials.id,
    KNET_SIM_PASSWORD: knetCredentials.password,
    KNET_SIM_KEY: knetCredentials.key,
    KNET_SIM_VOID_WINDOW_MS: String((quick ? quickly : careful).voidWindowMs),
    KNET_SIM_EXPIRY_MINUTES: String(times.knetPageMinutes),
    KNET_SIM_LEDGER: join(folder, 'knet.jsonl'),
  };
}

function gatewayEnvironment(
  { folder, database, quick }: SceneOptions,
  { ministryUrl, knetUrl }: { readonly ministryUrl: string; readonly knetUrl: string },
  port: number,
  enrolCodes: readonly string[],
): Record<string, string> {
  return {
    GATEWAY_PORT: String(port),
    GATEWAY_DEMO: '1',
    GATEWAY_ENROL_CODES: enrolCodes.join(','),
    GATEWAY_DATA: join(folder, 'gateway'),
    GATEWAY_DATABASE: database,
    // Kiosks and phones name an address of their own: limits per address are not what is tested here.
    GATEWAY_TRUSTED_PROXIES: '127.0.0.1',
    GATEWAY_LOG_LEVEL: 'warn',
    GATEWAY_LEASE_SECONDS: String(times.leaseSeconds),
    GATEWAY_PAGE_SECONDS: String(times.leaseSeconds),
    TERMINAL_REFUND: 'kiosk',
    MINISTRY_URL: ministryUrl,
    KNET_ENVIRONMENT: 'demo',
    KNET_CREDENTIALS_FOR: 'demo',
    KNET_TRANPORTAL_ID: knetCredentials.id,
    KNET_PASSWORD: knetCredentials.password,
    KNET_RESOURCE_KEY: knetCredentials.key,
    KNET_INIT_URL: `${knetUrl}/kpg/PaymentHTTP.htm?param=paymentInit`,
    KNET_TRAN_URL: `${knetUrl}/kpg/tranPipe.htm?param=tranInit`,
    KNET_INQUIRY_PER_MINUTE: '6000',
    KNET_REPLY_BUDGET_MS: String((quick ? quickly : careful).voidWindowMs),
    KNET_CONFIRM_AFTER_SECONDS: String((quick ? quickly : careful).confirmAfterSeconds),
    KNET_PAYMENT_EXPIRY_MINUTES: String(times.pageMinutes),
    KNET_GRACE_MINUTES: '0',
  };
}

async function tellKnet(knetUrl: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  const answer = await fetch(`${knetUrl}/sim/settings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(settings),
    signal: AbortSignal.timeout(5_000),
  });
  if (!answer.ok) throw new Error(`the K-Net simulator refused its settings: ${await answer.text()}`);
}
