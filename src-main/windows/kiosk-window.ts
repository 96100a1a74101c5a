import { BaseWindow, type WebContentsView } from 'electron';
import type { Push } from '../../src-shared/contract/kiosk-ipc.ts';
import type { StaffSnapshot } from '../../src-shared/contract/staff-ipc.ts';
import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import { paymentViewArea } from '../../src-shared/session/payment-view-area.ts';
import type { EndReason } from '../../src-shared/session/events.ts';
import type { Sound } from '../../src-shared/speech/spoken.ts';
import type { WindowShape } from '../config/kiosk-config.ts';
import type { SoundAt } from '../platform/edge/app-protocol.ts';
import type { VisitorWindow } from '../session/ports.ts';
import type { StaffWindow } from '../staff/staff-desk.ts';
import type { Pane } from './glass-watch.ts';
import { KioskPage, takeMainKeys, type MainKeys } from './kiosk-page.ts';
import { PaymentView } from './payment-view.ts';
import { StaffPage } from './staff-page.ts';

export interface KioskWindowPorts {
  readonly shape: WindowShape;
  readonly rendererRoot: string;
  readonly preloadFolder: string;
  readonly paymentOrigins: readonly string[];
  readonly onActivity: () => void;
  readonly soundAt: SoundAt;
  readonly keys: MainKeys;
  readonly onFirstScreen: () => void;
  /** Somebody closed the window: only possible where it does not fill the screen. */
  readonly onClosed: () => void;
  readonly log: Log;
}

/** Pauses before the page is built again after crashes in a row, ms. */
const rebuildPauses = [0, 2_000, 10_000, 30_000] as const;

/**
 * The window visitors see: one page at a time, the hosted payment page above it while there is one, and above all of it
 * the staff page while staff are there.
 */
export class KioskWindow implements VisitorWindow, StaffWindow {
  readonly #ports: KioskWindowPorts;
  readonly #window: BaseWindow;
  #current: KioskPage;
  /** The fresh page of the next visit, until it has drawn itself. */
  #next: KioskPage | null = null;
  #payment: { url: string; view: PaymentView } | null = null;
  #staff: StaffPage | null = null;
  #crashes = 0;
  #lowReach = false;
  #shown = false;
  #mayClose = false;

  constructor(ports: KioskWindowPorts) {
    this.#ports = ports;
    const { shape } = ports;
    this.#window = new BaseWindow({
      width: Math.round(shape.width * shape.scale),
      height: Math.round(shape.height * shape.scale),
      useContentSize: true,
      kiosk: shape.fullScreen,
      frame: !shape.fullScreen,
      resizable: false,
      title: 'Wafa',
      backgroundColor: '#fbf8f1',
    });
    this.#window.on('resize', () => {
      this.#layOut();
    });
    this.#window.on('close', (event) => {
      if (shape.fullScreen && !this.#mayClose) event.preventDefault();
    });
    this.#window.on('closed', ports.onClosed);
    this.#current = this.#newPage('visitor-a');
    this.#window.contentView.addChildView(this.#current.view);
    this.#layOut();
    this.#current.load();
  }

  /** The program is being ended from outside, by the service manager: nothing holds the window any more. */
  letGo(): void {
    this.#mayClose = true;
  }

  /** True for the page visitors see and for the one about to replace it. */
  isKioskPage(contentsId: number): boolean {
    return contentsId === this.#current.contentsId || contentsId === this.#next?.contentsId;
  }

  isStaffPage(contentsId: number): boolean {
    return contentsId === this.#staff?.contentsId;
  }

  /** A page has painted its first screen: the waiting one takes its place now, without a flash. */
  pageDrawn(contentsId: number, framesRun: boolean): void {
    if (contentsId === this.#next?.contentsId) this.#swap(this.#next);
    if (!framesRun) {
      this.#ports.log('frames-stand-still', {});
      this.#wake(this.#current.view);
    }
    if (!this.#shown) this.#ports.onFirstScreen();
    this.#shown = true;
    (this.#staff ?? this.#current).view.webContents.focus();
  }

  /** What lies over the window now, to be looked at after the graphics process died. */
  panes(): Pane[] {
    const bank = this.#payment?.view.view;
    return [
      this.#pane('visitors', this.#current.view, true),
      // A bank's page may be of one colour while it loads, and ended it would leave a payment to be asked for.
      ...(bank ? [this.#pane('bank', bank, false)] : []),
      ...(this.#staff ? [this.#pane('staff', this.#staff.view, true)] : []),
    ];
  }

  #pane(name: Pane['name'], view: WebContentsView, mayEnd: boolean): Pane {
    const contents = view.webContents;
    return {
      name,
      picture: async () => (await contents.capturePage()).toBitmap(),
      wake: () => {
        this.#wake(view);
      },
      // What comes after the death of a page comes after this one.
      remake: mayEnd ? () => contents.forcefullyCrashRenderer() : null,
      isGone: () => contents.isDestroyed(),
    };
  }

  /**
   * A page without frames looks alive to main and is a still or empty picture to the visitor. Seen under Xvfb: a fresh
   * page on a busy machine, and a page whose graphics process died. Hiding and showing the view gives the compositor a
   * reason to take it up.
   */
  #wake(view: WebContentsView): void {
    view.setVisible(false);
    view.setVisible(true);
    view.webContents.invalidate();
    this.#layOut();
  }

  /** Goes to the waiting page too: it has to be up to date when it takes its place. */
  push(push: Push): void {
    this.#followReach(push.snapshot.preferences.lowReach);
    for (const page of [this.#current, this.#next]) {
      const contents = page?.view.webContents;
      if (contents && !contents.isDestroyed() && !contents.isCrashed()) contents.send('kiosk:push', push);
    }
  }

  /** Sounds in the page visitors see; the waiting one is silent. */
  sound(sound: Sound): void {
    const contents = this.#current.view.webContents;
    if (!contents.isDestroyed() && !contents.isCrashed()) contents.send('kiosk:sound', sound);
  }

  showPaymentPage(url: string | null): void {
    if (url === (this.#payment?.url ?? null)) return;
    if (this.#payment) this.#closePayment(this.#payment.view);
    this.#payment = null;
    if (url === null) return;
    const view = new PaymentView(url, {
      origins: this.#ports.paymentOrigins,
      onActivity: this.#ports.onActivity,
      onLost: (why) => {
        this.#ports.log('payment-view-lost', { why });
      },
      log: this.#ports.log,
    });
    this.#payment = { url, view };
    this.#window.contentView.addChildView(view.view);
    takeMainKeys(view.view.webContents, this.#ports.keys);
    view.view.webContents.on('dom-ready', () => {
      view.view.webContents.setZoomFactor(this.#ports.shape.scale);
    });
    this.#layOut();
  }

  pressPageKey(key: string): boolean {
    this.#payment?.view.press(key);
    return this.#payment !== null;
  }

  openStaff(onGone: () => void): void {
    if (this.#staff) return;
    const { rendererRoot, preloadFolder, shape, keys, log } = this.#ports;
    this.#staff = new StaffPage({
      rendererRoot,
      preloadFolder,
      scale: shape.scale,
      keys,
      onGone: (reason) => {
        log('window-gone', { reason });
        onGone();
      },
    });
    this.#window.contentView.addChildView(this.#staff.view);
    this.#layOut();
  }

  pushStaff(snapshot: StaffSnapshot): void {
    this.#staff?.push(snapshot);
  }

  closeStaff(): void {
    if (!this.#staff) return;
    this.#window.contentView.removeChildView(this.#staff.view);
    void this.#staff.close();
    this.#staff = null;
    this.#current.view.webContents.focus();
  }

  renew(reason: EndReason): void {
    if (reason !== 'window_lost') this.#crashes = 0;
    if (this.#next) return;
    this.#next = this.#newPage(this.#current.partition === 'visitor-a' ? 'visitor-b' : 'visitor-a');
    this.#window.contentView.addChildView(this.#next.view, 0);
    this.#layOut();
    this.#next.load();
  }

  #newPage(partition: KioskPage['partition']): KioskPage {
    const { rendererRoot, preloadFolder, shape, soundAt, keys } = this.#ports;
    return new KioskPage(partition, {
      rendererRoot,
      preloadFolder,
      scale: shape.scale,
      soundAt,
      keys,
      onGone: (page, reason) => {
        this.#pageGone(page, reason);
      },
    });
  }

  #swap(page: KioskPage): void {
    const old = this.#current;
    this.#current = page;
    this.#next = null;
    this.#window.contentView.addChildView(page.view, 0);
    this.#window.contentView.removeChildView(old.view);
    void old.close();
  }

  /** A crashed page comes back on the screen the session and the journal dictate, not on the attract screen. */
  #pageGone(page: KioskPage, reason: string): void {
    this.#ports.log('window-gone', { reason });
    if (page === this.#next) {
      this.#window.contentView.removeChildView(page.view);
      this.#next = null;
      void page.close();
      return;
    }
    const pause = rebuildPauses[Math.min(this.#crashes, rebuildPauses.length - 1)] ?? 0;
    this.#crashes += 1;
    setTimeout(() => {
      this.renew('window_lost');
    }, pause);
  }

  #closePayment(view: PaymentView): void {
    this.#window.contentView.removeChildView(view.view);
    void view.close();
  }

  /** The hosted page makes room for what a low reach needs below it. */
  #followReach(low: boolean): void {
    if (low === this.#lowReach) return;
    this.#lowReach = low;
    this.#layOut();
  }

  #layOut(): void {
    const { width, height } = this.#window.getContentBounds();
    for (const page of [this.#current, this.#next, this.#staff]) page?.view.setBounds({ x: 0, y: 0, width, height });
    const { scale } = this.#ports.shape;
    const area = paymentViewArea(width / scale, height / scale, this.#lowReach);
    this.#payment?.view.view.setBounds({
      x: Math.round(area.x * scale),
      y: Math.round(area.y * scale),
      width: Math.round(area.width * scale),
      height: Math.round(area.height * scale),
    });
  }
}
