import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import type { Log } from '../src-shared/contract/log-catalogue.ts';
import { readKioskConfig, type KioskConfig } from './config/kiosk-config.ts';
import { Connection } from './connection/connection.ts';
import { openPrinter } from './devices/printer/open-printer.ts';
import { PrinterWatch } from './devices/printer/printer-watch.ts';
import { openScanner } from './devices/scanner/open-scanner.ts';
import { nodePrivateFile } from './identity/edge/node-private-file.ts';
import { openKioskIpc } from './ipc/kiosk.ts';
import { openMoney } from './payment/open-money.ts';
import { paidSince } from './payment/paid-since.ts';
import { createPaper } from './paper/create-paper.ts';
import { PaperPage } from './paper/edge/paper-page.ts';
import { receiptFolder } from './paper/edge/receipt-folder.ts';
import { createRenderer } from './paper/render-paper.ts';
import { forbiddenSwitch } from './platform/arguments.ts';
import { registerSchemes } from './platform/edge/app-protocol.ts';
import { lockDown } from './platform/edge/lockdown.ts';
import { openLog } from './platform/edge/log-file.ts';
import { KioskTime } from './platform/kiosk-time.ts';
import { systemClock, systemRng, systemTimers } from './platform/edge/system.ts';
import { startAgainCode } from './platform/start-again-code.ts';
import { SessionDesk } from './session/session-desk.ts';
import { VisitorsSide } from './session/visitors-side.ts';
import { openSpeech } from './speech/edge/open-speech.ts';
import { openLoudness } from './speech/loudness.ts';
import { SoundShelf } from './speech/sound-shelf.ts';
import { bootId, nodeRunMark } from './status/edge/node-run-mark.ts';
import { kioskStatus } from './status/kiosk-status.ts';
import { noteRun } from './status/last-start.ts';
import { openServiceSwitch } from './status/service-switch.ts';
import { machineControls } from './staff/machine/edge/machine-controls.ts';
import { openStaff, type Staff } from './staff/open-staff.ts';
import { StatusWatch } from './status/status-watch.ts';
import { openKioskFeed } from './sync/edge/open-kiosk-feed.ts';
import { vaultWindow } from './vault/edge/vault-window.ts';
import { VaultKeeper } from './vault/vault-keeper.ts';
import { GlassWatch } from './windows/glass-watch.ts';
import { KioskWindow } from './windows/kiosk-window.ts';

/** The kiosk's main process: everything is made here and handed to what needs it. */
const system = { clock: systemClock, rng: systemRng, timers: systemTimers };

/** An attempt older than this is no longer shown after a restart: its visitor has gone, ms. */
const adoptWithinMs = 30 * 60_000;

async function start(config: KioskConfig, log: Log): Promise<void> {
  const dataFolder = app.getPath('userData');
  const built = { rendererRoot: builtFolder('renderer', 'main_window'), preloadFolder: builtFolder('build') };
  lockDown(log);

  let screenIsUp: () => void = () => undefined;
  const firstScreen = new Promise<void>((resolve) => (screenIsUp = resolve));
  const shelf = new SoundShelf();
  const window = new KioskWindow({
    ...built,
    shape: config.window,
    paymentOrigins: config.pageOrigins,
    onActivity: () => desk?.touched(),
    soundAt: (id) => shelf.at(id),
    keys: {
      onDeviceKey: (key) => staff?.desk.isOpen || voice.pressKey(key),
      onSwitchKey: (key) => staff?.desk.turned(key),
    },
    onFirstScreen: () => {
      noteStart(dataFolder, log);
      screenIsUp();
    },
    onClosed: () => app.quit(),
    log,
  });
  app.on('before-quit', () => window.letGo());
  const glass = new GlassWatch({
    timers: system.timers,
    panes: () => window.panes(),
    end: () => app.exit(startAgainCode),
    log,
  });
  app.on('child-process-gone', (_event, { type, reason }) => {
    if (type === 'GPU') void glass.graphicsDied(reason);
  });
  const run = noteRun(nodeRunMark(join(dataFolder, 'run-mark.json')), bootId());
  app.on('will-quit', () => run.end());
  const [service, loudness] = await Promise.all([
    openServiceSwitch(nodePrivateFile(join(dataFolder, 'staff', 'service.json'))),
    openLoudness(nodePrivateFile(join(dataFolder, 'staff', 'loudness.json'))),
  ]);
  let desk: SessionDesk | null = null;
  let staff: Staff | null = null;
  const voice = openSpeech({
    config,
    clipsFolder: join(app.isPackaged ? process.resourcesPath : join(app.getAppPath(), 'resources'), 'audio'),
    shelf,
    loudness,
    toWindow: (sound) => window.sound(sound),
    session: () => desk,
    log,
  });
  const refresh = (): void => {
    desk?.refresh();
    staff?.desk.refresh();
  };
  const visitors = new VisitorsSide({ desk: () => desk, askStaff: () => staff?.desk.asked('corners') });
  openKioskIpc({
    clock: system.clock,
    isKioskPage: (contentsId) => window.isKioskPage(contentsId),
    handle: (verb, intent, contentsId) => {
      if ('framesRun' in intent) window.pageDrawn(contentsId, intent.framesRun);
      return visitors.handle(verb, intent);
    },
    log,
  });

  const vault = new VaultKeeper({
    open: vaultWindow({ ...built, objectPath: (name) => feed.objectPath(name) }),
    ...system,
    onOpen: () => feed.vaultOpened(),
    log,
  });
  const line = { baseUrl: config.gatewayUrl ?? '', fetch, ...system };
  const connection = new Connection({
    line,
    keyFile: nodePrivateFile(join(dataFolder, 'identity', 'device-key.json')),
    identityFile: nodePrivateFile(join(dataFolder, 'identity', 'identity.json')),
    enrolCode: config.enrolCode,
    copy: { lookUp: (party) => feed.desk.lookUp(party) },
    paidSince: (moment) => paidSince(money.book, moment),
    ...system,
    onIdentity: () => {
      money.identified();
      void watch.look();
      feed.look();
      void staff?.look();
    },
    log,
  });
  const feed = await openKioskFeed({ dataFolder, config, connection, line, vault, log });
  const time = new KioskTime({
    clock: system.clock,
    provedMs: () => connection.gateway.provedMs(),
    offsetMs: () => feed.time.rememberedOffsetMs,
    notBeforeMs: () => feed.time.notBeforeMs(),
  });
  const watch = new StatusWatch({
    ask: () => connection.gateway.status(),
    ...system,
    onChange: (status) => {
      log('gateway-status', { online: String(status.online), ministry: status.ministry });
      feed.noteStatus(status);
      refresh();
    },
  });
  const printer = new PrinterWatch({
    driver: openPrinter(config.printer),
    ...system,
    onChange: (state) => {
      log('printer-status', { state });
      refresh();
    },
  });
  const render = createRenderer({ openPage: () => new PaperPage(built), dots: config.paperDots, ...system, log });
  const paper = createPaper({
    render,
    printer,
    keep: receiptFolder(join(dataFolder, 'receipts')),
    log,
    demo: config.demo,
  });
  const money = await openMoney({
    folder: join(dataFolder, 'journal'),
    version: app.getVersion(),
    config,
    connection,
    ...system,
    clock: time,
    onChange: refresh,
    onPayment: (pid) => desk?.paymentChanged(pid),
    onCheckpoint: (at, head) => void staff?.audit.note({ kind: 'checkpoint', at, ...head }),
    onSetAside: (about) => void staff?.audit.note({ kind: 'set_aside', ...about }),
    auditHead: () => staff?.audit.head() ?? null,
    log,
  });
  const { payments, book } = money;
  const status = kioskStatus({ config, connection, watch, printer, service, time, ...money });
  desk = new SessionDesk({
    ...system,
    clock: time,
    inquiry: connection.inquiry,
    payments,
    book,
    paper,
    window,
    speech: voice.speech,
    status,
    log,
  });
  desk.start();

  const open = await payments.recover();
  const last = open.at(-1);
  if (last && time.wallMs() - Date.parse(last.createdAt) < adoptWithinMs) desk.adopt(last);
  desk.refresh();

  // Nothing more until a visitor has something to touch: the processors are few.
  await firstScreen;
  staff = await openStaff({
    ...{
      dataFolder,
      version: app.getVersion(),
      sticks: { folder: config.sticks, anyFolder: config.demo },
      releaseKeys: config.releaseKeys,
      window,
      visitors,
      status,
      money,
      watch,
      printer,
      paper,
      feed,
      connection,
      time,
      service,
      loudness,
      controls: machineControls({ config, testSound: voice.testSound, end: () => run.end() }),
      startReason: run.reason,
      hasScanner: config.scanner !== null,
      onChange: refresh,
    },
    ...system,
    log,
  });
  const onScan = (text: string): void => {
    staff.scanned(text);
    visitors.scanned(text);
  };
  if (config.scanner) openScanner(config.scanner, { ...system, onScan, log });
  await Promise.all([config.gatewayUrl ? connection.start() : undefined, vault.start(), printer.start()]);
  money.start();
  if (config.gatewayUrl) await watch.start();
}

function builtFolder(...parts: string[]): string {
  return join(app.getAppPath(), '.vite', ...parts);
}

/** Tells a technician, a service manager and a test that the screen was reached. */
function noteStart(dataFolder: string, log: Log): void {
  const shown = { shownAt: new Date(system.clock.wallMs()).toISOString(), version: app.getVersion(), screen: 'first' };
  writeFileSync(join(dataFolder, 'last-start.json'), JSON.stringify(shown));
  log('first-screen', { ms: Math.round(system.clock.monotonicMs()) });
}

function leave(sentence: string, code: number): void {
  console.error(sentence);
  app.exit(code);
}

/** Before `ready`: the scheme, the switches, one instance only, then the kiosk. */
function begin(): void {
  registerSchemes();
  const forbidden = __TEST_FLAVOUR__ ? null : forbiddenSwitch(process.argv.slice(1));
  if (forbidden) return leave(`The kiosk does not start with --${forbidden}.`, 2);
  const config = readKioskConfig(process.env);
  if (!config.ok) return leave(`The kiosk does not start: ${config.error}.`, 2);
  if (config.value.dataFolder) app.setPath('userData', config.value.dataFolder);
  // The lock lives in this folder, which nobody has made yet at the very first start.
  mkdirSync(app.getPath('userData'), { recursive: true });
  if (!app.requestSingleInstanceLock()) return leave('Another kiosk already runs on this data folder.', 3);
  app.commandLine.appendSwitch('disable-pinch');
  app.commandLine.appendSwitch('overscroll-history-navigation', '0');
  const log = openLog(app.getPath('userData'), !app.isPackaged, () => system.clock.wallMs());
  process.on('uncaughtException', (failure) => {
    log('main-failed', { what: failure.stack?.slice(0, 600) ?? failure.message });
    app.exit(1);
  });
  void app.whenReady().then(() => start(config.value, log));
}

begin();
