import { join } from 'node:path';
import { session, WebContentsView } from 'electron';
import type { StaffSnapshot } from '../../src-shared/contract/staff-ipc.ts';
import { denyEverything, lockedPreferences, stayOn } from '../platform/edge/lockdown.ts';
import { serveApp } from '../platform/edge/app-protocol.ts';
import { takeMainKeys, type MainKeys } from './kiosk-page.ts';

export interface StaffPagePorts {
  readonly rendererRoot: string;
  readonly preloadFolder: string;
  /** Window pixels per CSS pixel. */
  readonly scale: number;
  readonly keys: MainKeys;
  readonly onGone: (reason: string) => void;
}

const partition = 'staff';
let isPrepared = false;

/** The page staff see, over the visitors': made when somebody asks for it, gone with everything when they leave. */
export class StaffPage {
  readonly view: WebContentsView;

  constructor(ports: StaffPagePorts) {
    const target = session.fromPartition(partition);
    if (!isPrepared) {
      denyEverything(target);
      serveApp(target, ports.rendererRoot);
      isPrepared = true;
    }
    const preload = join(ports.preloadFolder, 'preload-staff.cjs');
    this.view = new WebContentsView({ webPreferences: { ...lockedPreferences, session: target, preload } });
    const contents = this.view.webContents;
    stayOn(contents, 'app://staff');
    takeMainKeys(contents, ports.keys);
    contents.on('dom-ready', () => {
      contents.setZoomFactor(ports.scale);
      void contents.setVisualZoomLevelLimits(1, 1);
      contents.focus();
    });
    contents.on('render-process-gone', (_event, details) => ports.onGone(details.reason));
    void contents.loadURL('app://staff/').catch(() => undefined); // seen by `onGone`
  }

  /** The page's number, as IPC calls carry it. */
  get contentsId(): number {
    return this.view.webContents.id;
  }

  push(snapshot: StaffSnapshot): void {
    const contents = this.view.webContents;
    if (!contents.isDestroyed() && !contents.isCrashed()) contents.send('staff:push', snapshot);
  }

  async close(): Promise<void> {
    const target = this.view.webContents.session;
    if (!this.view.webContents.isDestroyed()) this.view.webContents.close();
    await target.clearStorageData();
    await target.clearCache();
  }
}
