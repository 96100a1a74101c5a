import { session, WebContentsView } from 'electron';
import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import { denyEverything, originOf } from '../platform/edge/lockdown.ts';

export interface PaymentViewPorts {
  /** Exact origins the page may show at top level, besides the one it starts on. */
  readonly origins: readonly string[];
  readonly onActivity: () => void;
  /** The page could not be shown; the outcome is unknown and is asked for elsewhere. */
  readonly onLost: (why: string) => void;
  readonly log: Log;
}

const partition = 'payment';

/**
 * The hosted page in a view of its own: throw-away memory, no preload, no IPC, exact origins only
 * (hardening 7). What it shows or where it goes never decides an outcome.
 */
export class PaymentView {
  readonly view: WebContentsView;
  readonly #ports: PaymentViewPorts;
  readonly #allowed: ReadonlySet<string>;

  constructor(url: string, ports: PaymentViewPorts) {
    this.#ports = ports;
    this.#allowed = new Set([originOf(url), ...ports.origins]);
    const target = session.fromPartition(partition);
    denyEverything(target);
    target.webRequest.onBeforeRequest((details, decide) => {
      decide({ cancel: !/^(?:https:|http:\/\/127\.0\.0\.1[:/])/.test(details.url) });
    });
    this.view = new WebContentsView({
      webPreferences: {
        session: target,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
        disableDialogs: true,
        devTools: false,
        navigateOnDragDrop: false,
      },
    });
    this.#guard();
    void this.view.webContents.loadURL(url).catch((failure: unknown) => {
      ports.log('payment-page-failed', { why: failure instanceof Error ? failure.message.slice(0, 80) : 'unknown' });
    });
  }

  /** Types one key of our own pad into the page. */
  press(key: string): void {
    const contents = this.view.webContents;
    this.#ports.onActivity();
    const keyCode = key;
    contents.focus();
    contents.sendInputEvent({ type: 'keyDown', keyCode });
    if (key.length === 1) contents.sendInputEvent({ type: 'char', keyCode });
    contents.sendInputEvent({ type: 'keyUp', keyCode });
  }

  /** Leaves nothing behind: storage, cache, connections and the page itself. */
  async close(): Promise<void> {
    const target = this.view.webContents.session;
    this.view.webContents.close();
    await target.clearStorageData();
    await target.clearCache();
    await target.closeAllConnections();
  }

  #guard(): void {
    const contents = this.view.webContents;
    const refuse = (event: { preventDefault(): void; url: string; isMainFrame?: boolean }): void => {
      if (event.isMainFrame === false || this.#allowed.has(originOf(event.url))) return;
      event.preventDefault();
      this.#ports.log('payment-navigation-refused', { origin: originOf(event.url) });
    };
    contents.on('will-navigate', refuse);
    contents.on('will-redirect', refuse);
    contents.on('input-event', (_event, input) => {
      if (input.type === 'mouseDown' || input.type === 'touchStart' || input.type === 'keyDown')
        this.#ports.onActivity();
    });
    contents.on('render-process-gone', (_event, details) => {
      this.#ports.onLost(details.reason);
    });
  }
}
