/*
 * The gateway: `npm run gateway`. Everything is made here and handed to what needs it, from the settings down to the
 * socket. Standard output carries one line, `{"ready":"gateway","port":8080}`; the log goes to standard error.
 */
import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import { railSchema, type Rail } from '../src-shared/domain/receipt.ts';
import { kuwaitDay, kuwaitIso } from '../src-shared/domain/time.ts';
import { ok, type Result } from '../src-shared/result.ts';
import { buildApp } from './api/app.ts';
import { ministryStatus } from './inquiries/ministry-status.ts';
import { makeGrants } from './inquiries/grants.ts';
import { readConfig, type GatewayConfig } from './config.ts';
import { openDatabase } from './db/database.ts';
import { acceptDemoCodes } from './demo-code.ts';
import { freePort, systemClock, systemRng, systemTimers } from './edge/system.ts';
import { diskFolder } from './feed/edge/disk-folder.ts';
import { startFeed } from './feed/feed.ts';
import { memoryFolder } from './feed/memory-folder.ts';
import { sqlStretchCache } from './feed/sql-stretch-cache.ts';
import { addDemoStaff } from './staff/demo-staff.ts';
import { sqlStaffStore } from './staff/staff-store.ts';
import { keyFileIn } from './keys/edge/key-file.ts';
import { loadOrCreateGatewayKeys, type GatewayKeys, type KeyFile } from './keys/gateway-keys.ts';
import { sqlKioskStore } from './kiosks/sql-kiosk-store.ts';
import type { KnetConfig } from './knet/config.ts';
import { judgeRules } from './knet/evidence.ts';
import { knetProvider } from './knet/provider.ts';
import { tranPipeOverHttp } from './knet/edge/tran-pipe-http.ts';
import { makeLog } from './log.ts';
import { networkFetch } from './ministry/edge/network.ts';
import { makeSandboxAdapter } from './ministry/sandbox-adapter.ts';
import { whyMoneyIsClosed } from './money-gate.ts';
import { KnetHealth } from './payment/knet-health.ts';
import { News } from './payment/news.ts';
import type { HostedPage, PaymentDeps } from './payment/ports.ts';
import { latestMoment, steadyTime } from './payment/steady-time.ts';
import { startWork } from './payment/work.ts';
import { startEndOfDay } from './reconciliation/end-of-day.ts';

const knetTimeoutMs = 10_000;
/** K-Net reads our reply within this much of its own time limit; the rest is for the network. */
const replyReserveMs = 500;
const receiptWaitSeconds = 600;
/** A clock that is further behind than this would make receipts and windows wrong. */
const clockToleranceMs = 3_600_000;

const ports = { clock: systemClock, rng: systemRng, timers: systemTimers };

async function start(config: GatewayConfig, log: Logger): Promise<{ port: number; close(): Promise<void> }> {
  const keys = await must(loadOrCreateGatewayKeys(keyFile(config), ports.rng));
  const database = await openDatabase(config.database);
  const { db, durability } = database;
  const time = steadyTime(ports.clock, await checkedMoment(await latestMoment(db)));
  const ministry = makeSandboxAdapter({
    baseUrl: config.ministryUrl,
    fetch: networkFetch,
    ...ports,
    log: (event) => {
      log.warn(event, 'about the ministry');
    },
  });
  const knet = config.knet === null ? null : await hostedPage(config.knet);
  const knetHealth = new KnetHealth(time, log);
  const news = new News(ports.timers);
  const gate = { demo: config.demo, hostedPage: knet !== null, durability, knetClosed: () => knetHealth.isClosed() };
  const moneyClosed = (rail: Rail): string | null => whyMoneyIsClosed(gate, rail);
  const openRails = (): Rail[] => railSchema.options.filter((rail) => moneyClosed(rail) === null);
  const payments: PaymentDeps = {
    ...{ db, time, rng: ports.rng, ministry, knet, knetHealth, news, log, moneyClosed },
    grants: makeGrants(keys.grantMac, time),
    settings: paymentSettings(config),
    signReceipt: (statement) => keys.signReceipt(statement),
  };
  const kiosks = sqlKioskStore(db);
  const everyMs = config.feedSeconds * 1000;
  const feedFolder = config.feedFolder === null ? memoryFolder() : diskFolder(config.feedFolder);
  const feed = startFeed({
    ...ports,
    ...{ ministry, keys, kiosks, everyMs, log },
    folder: feedFolder,
    stretched: sqlStretchCache(db, keys.feedNoteMac),
    epochDays: config.feedEpochDays,
    builds: config.feedBuild,
  });
  const staff = sqlStaffStore(db);
  if (config.demo) await addDemoStaff(staff, ports.rng);
  await acceptDemoCodes(db, config.enrolCodes, ports.clock.wallMs());
  const work = await startWork(payments, { timers: ports.timers });
  const endOfDay = startEndOfDay({ payments, ministry }, { timers: ports.timers });
  const status = async () => ({
    demo: config.demo,
    time: kuwaitIso(ports.clock.wallMs()),
    ...(await ministryStatus(ministry, kuwaitDay(ports.clock.wallMs()))),
    rails: openRails(),
    paymentsOpen: openRails().length > 0,
    feedSeq: feed.seq(),
    maxItems: config.maxItems,
    maxAmountFils: config.maxAmountFils,
    serviceChargeFils: config.serviceChargeFils,
  });
  const { trustedProxies } = config;
  const app = await buildApp({
    ...ports,
    ...work,
    payments,
    inquiries: { ...payments, ministry, demo: config.demo },
    keys,
    kiosks,
    staff,
    feed,
    feedFolder,
    knetConfig: config.knet,
    status,
    trustedProxies,
    log,
  });
  await app.listen({ host: config.host, port: config.port });
  warnOfClosedRails(log, openRails(), moneyClosed);
  return {
    port: config.port,
    close: async () => {
      news.close();
      await app.close();
      await Promise.all([work.stop(), endOfDay.stop()]);
      await database.close();
    },
  };
}

function warnOfClosedRails(log: Logger, open: readonly Rail[], moneyClosed: PaymentDeps['moneyClosed']): void {
  const reasons = new Set(railSchema.options.flatMap((rail) => moneyClosed(rail) ?? []));
  if (reasons.size === 0) return;
  const served = open.length === 0 ? 'look-ups only' : `only the rails ${open.join(', ')}`;
  log.warn({ alarm: 'money_closed' }, `${served}: ${[...reasons].join('; ')}`);
}

function keyFile({ dataFolder }: GatewayConfig): KeyFile {
  if (dataFolder !== null) return keyFileIn(dataFolder);
  let kept: string | null = null;
  return { read: async () => ok(kept), createOnce: async (text) => void (kept = text) };
}

async function hostedPage(config: KnetConfig): Promise<HostedPage> {
  const ca = config.caFile === null ? null : await readFile(config.caFile, 'utf8');
  return {
    provider: knetProvider(config, tranPipeOverHttp({ url: config.tranUrl, timeoutMs: knetTimeoutMs, ca })),
    rules: judgeRules(config),
    inquiriesPerMinute: config.inquiryPerMinute,
    storeBudgetMs: Math.max(1, config.replyBudgetMs - replyReserveMs),
    refundBy: config.refund,
  };
}

function paymentSettings(config: GatewayConfig): PaymentDeps['settings'] {
  const { demo, publicUrl, maxItems, maxAmountFils, serviceChargeFils, leaseSeconds, pageSeconds } = config;
  const { terminalRefund } = config;
  const limits = { maxItems, maxAmountFils, serviceChargeFils, leaseSeconds, pageSeconds, receiptWaitSeconds };
  return { demo, publicUrl, ...limits, terminalRefund };
}

async function checkedMoment(latest: number): Promise<number> {
  if (latest - ports.clock.wallMs() < clockToleranceMs) return latest;
  throw new Error(
    "this machine's clock is more than an hour behind the payments in the database: set the clock, then start again",
  );
}

async function must(made: Promise<Result<GatewayKeys, { readonly problem: string }>>): Promise<GatewayKeys> {
  const result = await made;
  if (!result.ok) throw new Error(result.error.problem);
  return result.value;
}

/** Port 0 asks for any free one; our own address has to be known before the settings are read. */
async function withPort(env: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  if (env.GATEWAY_PORT !== '0') return env;
  return { ...env, GATEWAY_PORT: String(await freePort(env.GATEWAY_HOST ?? '127.0.0.1')) };
}

const config = readConfig(await withPort(process.env));
if (!config.ok) {
  process.stderr.write(`The gateway does not start:\n${config.error.map((sentence) => `  ${sentence}\n`).join('')}`);
  process.exit(2);
}
const log = makeLog(config.value.logLevel);
try {
  const gateway = await start(config.value, log);
  const stop = (): void => {
    log.info('the gateway is closing');
    void gateway.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.stdout.write(`${JSON.stringify({ ready: 'gateway', port: gateway.port })}\n`);
} catch (error) {
  log.fatal({ err: error }, 'the gateway does not start');
  process.exit(1);
}
