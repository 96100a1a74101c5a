import { join } from 'node:path';
import { kuwaitIso } from '../../../src-shared/domain/time.ts';
import type { SignedDayReport } from '../../../src-shared/domain/day-report.ts';
import type { Clock } from '../../../src-shared/ports.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { FeedFs } from '../../sync/feed-fs.ts';
import { evidenceFiles, type EvidencePlaces } from '../carry/evidence.ts';
import { exportEvidence, type ExportPorts } from '../carry/export-evidence.ts';
import type { Stick, Sticks } from '../carry/sticks.ts';
import type { Outcome, Place, PlaceHandlers } from '../place.ts';

export interface CarryPlacePorts {
  readonly sticks: Sticks;
  readonly fs: FeedFs;
  readonly places: EvidencePlaces;
  /** Every closed day. */
  readonly days: () => Promise<readonly SignedDayReport[]>;
  /** Null before the kiosk is enrolled: nobody could tell whose export it was. */
  readonly who: () => (ExportPorts['signer'] & { readonly kioskCode: string }) | null;
  readonly software: string;
  readonly clock: Clock;
  /** The page has something new to show. */
  readonly onChange: () => void;
}

/** The page for what goes to a stick and comes from one. */
export class CarryPlace implements Place<'carry'> {
  readonly #ports: CarryPlacePorts;
  #sticks: readonly Stick[] = [];
  #progress: { done: number; total: number } | null = null;
  #made: { folder: string; files: number } | null = null;

  readonly handlers: PlaceHandlers<'exportData' | 'lookForSticks'> = {
    lookForSticks: async () => {
      await this.#look();
      return ok(null);
    },
    exportData: ({ stick }, by) => this.#export(stick, by.id),
  };

  constructor(ports: CarryPlacePorts) {
    this.#ports = ports;
  }

  enter(): void {
    this.#made = null;
    this.#progress = null;
    void this.#look().then(this.#ports.onChange);
  }

  view() {
    const sticks = this.#sticks.map(({ name, freeBytes }) => ({ name, freeBytes }));
    return { name: 'carry' as const, sticks, progress: this.#progress, made: this.#made };
  }

  async #look(): Promise<void> {
    this.#sticks = await this.#ports.sticks.list();
  }

  async #export(name: string, by: string): Promise<Outcome> {
    const { fs, places, days, who, clock, software } = this.#ports;
    await this.#look();
    const stick = this.#sticks.find((one) => one.name === name);
    const signer = who();
    if (!stick) return err('stick_gone');
    if (!signer) return err('not_enrolled');
    const files = await evidenceFiles(fs, places, await days());
    if (!files.ok) return err('kiosk_disk');
    const madeAt = kuwaitIso(clock.wallMs());
    const folder = `wafa-${signer.kioskCode}-${madeAt.slice(0, 19).replaceAll(/[-:]/g, '')}`;
    const progress = (done: number, total: number): void => {
      this.#progress = { done, total };
      this.#ports.onChange();
    };
    const about = { kioskCode: signer.kioskCode, madeAt, by, software };
    const made = await exportEvidence({ fs, signer, progress }, join(stick.folder, folder), files.value, about);
    this.#progress = null;
    if (!made.ok) return err(made.error);
    this.#made = { folder, files: made.value.files.length };
    return ok('exported');
  }
}
