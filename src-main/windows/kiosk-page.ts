import { join } from 'node:path';
import { session, WebContentsView, type Session, type WebContents } from 'electron';
import { denyEverything, lockedPreferences, stayOn } from '../platform/edge/lockdown.ts';
import { deviceKey, switchKey, type DeviceKey, type SwitchKey } from '../../src-shared/speech/keypad.ts';
import { serveApp, type SoundAt } from '../platform/edge/app-protocol.ts';

export interface KioskPagePorts {
  readonly rendererRoot: string;
  readonly preloadFolder: string;
  /** Window pixels per CSS pixel. */
  readonly scale: number;
  readonly soundAt: SoundAt;
  readonly keys: MainKeys;
  readonly onGone: (page: KioskPage, reason: string) => void;
}

/** Keys no page ever sees: speech, plug and volume, and the key switch. */
export interface MainKeys {
  readonly onDeviceKey: (key: DeviceKey) => void;
  readonly onSwitchKey: (key: SwitchKey) => void;
}

/** Longest time a page may not answer before it is replaced, ms. */
const unresponsiveMs = 10_000;

/**
 * One page of the visitors' window with a memory of its own. Two partitions take turns, because a
 * partition lives as long as the program: one new name per visit would never be freed.
 */
export class KioskPage {
  readonly view: WebContentsView;
  readonly partition: 'visitor-a' | 'visitor-b';
  readonly #session: Session;

  constructor(partition: 'visitor-a' | 'visitor-b', ports: KioskPagePorts) {
    this.partition = partition;
    this.#session = session.fromPartition(partition);
    prepareOnce(this.#session, ports);
    this.view = new WebContentsView({
      webPreferences: {
        ...lockedPreferences,
        session: this.#session,
        preload: join(ports.preloadFolder, 'preload-kiosk.cjs'),
      },
    });
    this.#watch(ports);
  }

  get contentsId(): number {
    return this.view.webContents.id;
  }

  /** Starts loading; the page announces itself by its `ready` intent. */
  load(): void {
    void this.view.webContents.loadURL('app://kiosk/').catch(() => undefined); // seen by `onGone` or the start watch
  }

  /** Destroys the page and everything its partition remembers. */
  async close(): Promise<void> {
    if (!this.view.webContents.isDestroyed()) this.view.webContents.close();
    await this.#session.clearStorageData();
    await this.#session.clearCache();
  }

  #watch(ports: KioskPagePorts): void {
    const contents = this.view.webContents;
    stayOn(contents, 'app://kiosk');
    takeMainKeys(contents, ports.keys);
    contents.on('dom-ready', () => {
      contents.setZoomFactor(ports.scale);
      void contents.setVisualZoomLevelLimits(1, 1);
    });
    contents.on('render-process-gone', (_event, details) => {
      ports.onGone(this, details.reason);
    });
    let answering: ReturnType<typeof setTimeout> | undefined;
    contents.on('unresponsive', () => {
      answering = setTimeout(() => {
        contents.forcefullyCrashRenderer();
      }, unresponsiveMs);
    });
    contents.on('responsive', () => {
      clearTimeout(answering);
    });
  }
}

const prepared = new WeakSet<Session>();

function prepareOnce(target: Session, { rendererRoot, soundAt }: KioskPagePorts): void {
  if (prepared.has(target)) return;
  prepared.add(target);
  denyEverything(target);
  serveApp(target, rendererRoot, soundAt);
}

/** These keys are main's on every screen; no page sees them, the hosted payment page neither (A31). */
export function takeMainKeys(contents: WebContents, keys: MainKeys): void {
  contents.on('before-input-event', (event, input) => {
    const [device, turned] = [deviceKey(input.key), switchKey(input.key)];
    if (device === null && turned === null) return;
    event.preventDefault();
    if (input.type !== 'keyDown' || input.isAutoRepeat) return;
    if (device !== null) keys.onDeviceKey(device);
    if (turned !== null) keys.onSwitchKey(turned);
  });
}
