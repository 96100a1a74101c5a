import { join } from 'node:path';
import { kuwaitIso } from '../../../src-shared/domain/time.ts';
import type { PlaceViewOf } from '../../../src-shared/contract/staff-ipc.ts';
import type { AuditEvent } from '../../../src-shared/contract/audit-catalogue.ts';
import type { ShownBundle, ShownProgram } from '../../../src-shared/contract/staff/carry.ts';
import type { SignedDayReport } from '../../../src-shared/domain/day-report.ts';
import type { Clock } from '../../../src-shared/ports.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { FeedFs } from '../../sync/feed-fs.ts';
import type { ProgramDesk } from '../program/program-desk.ts';
import type { BundleDesk } from '../carry/bundle-desk.ts';
import { evidenceFiles, type EvidencePlaces } from '../carry/evidence.ts';
import { exportEvidence, type ExportPorts } from '../carry/export-evidence.ts';
import type { Stick, Sticks } from '../carry/sticks.ts';
import type { Outcome, Place, PlaceHandlers } from '../place.ts';

export interface CarryPlacePorts {
  readonly sticks: Sticks;
  readonly bundles: Pick<BundleDesk, 'find' | 'bringIn' | 'offer'>;
  readonly programs: Pick<ProgramDesk, 'find' | 'putIn'>;
  /** The program ends and is started again. */
  readonly restart: () => void;
  /** How far the files of a newer copy have come; null while none is on its way. */
  readonly coming: () => { readonly done: number; readonly total: number } | null;
  readonly fs: FeedFs;
  readonly places: EvidencePlaces;
  /** Every closed day. */
  readonly days: () => Promise<readonly SignedDayReport[]>;
  /** Null before the kiosk is enrolled: nobody could tell whose export it was. */
  readonly who: () => (ExportPorts['signer'] & { readonly kioskCode: string }) | null;
  /** Into the audit log. Evidence may be carried away also when that takes no record: it is what the evidence is for. */
  readonly note: (event: AuditEvent) => Promise<boolean>;
  readonly software: string;
  readonly clock: Clock;
  /** The page has something new to show. */
  readonly onChange: () => void;
}

type View = PlaceViewOf<'carry'>;
/** A stick with what is on it for this kiosk. */
interface ShownStick extends Stick {
  readonly bundles: readonly ShownBundle[];
  readonly programs: readonly ShownProgram[];
}
type Shown = Pick<View, 'progress' | 'made' | 'offered' | 'brought'>;
/** Bytes. */
const megabyte = 1_000_000;
const nothing: Shown = { progress: null, made: null, offered: null, brought: null };

/** The page for what goes to a stick and comes from one. */
export class CarryPlace implements Place<'carry'> {
  readonly #ports: CarryPlacePorts;
  #sticks: readonly ShownStick[] = [];
  #shown = nothing;
  #isBringingIn = false;

  readonly handlers: PlaceHandlers<'exportData' | 'offerRequests' | 'bringIn' | 'putInProgram' | 'lookForSticks'> = {
    lookForSticks: async () => {
      await this.#look();
      return ok(null);
    },
    exportData: ({ stick }, by) => this.#with(stick, (there) => this.#export(there, by.id)),
    offerRequests: ({ stick }) => this.#with(stick, (there) => this.#offer(there)),
    bringIn: ({ stick, bundle }, by) => this.#with(stick, (there) => this.#bringIn(there, bundle, by.id)),
    putInProgram: ({ stick, program }, by) => this.#with(stick, (there) => this.#putIn(there, program, by.id)),
  };

  constructor(ports: CarryPlacePorts) {
    this.#ports = ports;
  }

  enter(): void {
    this.#shown = nothing;
    void this.#look().then(this.#ports.onChange);
  }

  view(): View {
    const sticks = this.#sticks.map(({ name, freeBytes, bundles, programs }) => ({
      ...{ name, freeBytes },
      bundles: [...bundles],
      programs: [...programs],
    }));
    const coming = this.#isBringingIn ? this.#ports.coming() : null;
    return {
      name: 'carry',
      sticks,
      ...this.#shown,
      ...(coming ? { progress: { ...coming, of: 'files' as const } } : {}),
    };
  }

  async #look(): Promise<void> {
    const sticks = await this.#ports.sticks.list();
    this.#sticks = await Promise.all(
      sticks.map(async (stick) => ({
        ...stick,
        bundles: await this.#ports.bundles.find(stick.folder),
        programs: await this.#ports.programs.find(stick.folder),
      })),
    );
  }

  async #with(name: string, work: (stick: Stick) => Promise<Outcome>): Promise<Outcome> {
    this.#shown = nothing;
    const stick = (await this.#ports.sticks.list()).find((one) => one.name === name);
    if (!stick) return err('stick_gone');
    const outcome = await work(stick);
    await this.#look();
    return outcome;
  }

  async #offer({ folder }: Stick): Promise<Outcome> {
    const written = await this.#ports.bundles.offer(folder);
    if (!written.ok) return written;
    this.#shown = { ...nothing, offered: written.value };
    return ok('offered');
  }

  async #bringIn({ folder }: Stick, bundle: string, by: string): Promise<Outcome> {
    this.#isBringingIn = true;
    const done = await this.#ports.bundles.bringIn(folder, bundle, by);
    this.#isBringingIn = false;
    if (!done.ok) return done;
    this.#shown = { ...nothing, brought: { name: bundle, ...done.value } };
    return ok('brought_in');
  }

  async #putIn({ folder }: Stick, program: string, by: string): Promise<Outcome> {
    const put = await this.#ports.programs.putIn(folder, program, by, (done, total) =>
      this.#progress(Math.floor(done / megabyte), Math.ceil(total / megabyte), 'megabytes'),
    );
    this.#shown = nothing;
    if (!put.ok) return put;
    this.#ports.restart();
    return ok('program_put_in');
  }

  #progress(done: number, total: number, of: 'files' | 'megabytes'): void {
    const before = this.#shown.progress;
    if (before?.done === done && before.total === total) return;
    this.#shown = { ...nothing, progress: { done, total, of } };
    this.#ports.onChange();
  }

  async #export(stick: Stick, by: string): Promise<Outcome> {
    const { fs, places, days, who, clock, software, note } = this.#ports;
    const signer = who();
    if (!signer) return err('not_enrolled');
    const files = await evidenceFiles(fs, places, await days());
    if (!files.ok) return err('kiosk_disk');
    const madeAt = kuwaitIso(clock.wallMs());
    const folder = `wafa-${signer.kioskCode}-${madeAt.slice(0, 19).replaceAll(/[-:]/g, '')}`;
    const progress = (done: number, total: number): void => this.#progress(done, total, 'files');
    const record = (hash: string): Promise<boolean> => note({ kind: 'exported', by, hash });
    const about = { kioskCode: signer.kioskCode, madeAt, by, software };
    const made = await exportEvidence({ fs, signer, progress, record }, join(stick.folder, folder), files.value, about);
    this.#shown = nothing;
    if (!made.ok) return err(made.error);
    this.#shown = { ...nothing, made: { folder, files: made.value.files.length } };
    return ok('exported');
  }
}
