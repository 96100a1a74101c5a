import { errorGroup, raisesAlarm, settingsAreWrong, type SettingsErrorReport } from '../knet/error-codes.ts';
import type { Log } from './ports.ts';
import type { Time } from './steady-time.ts';

const remembered = 100;

/** Whether K-Net tells us that our own settings are wrong: then nobody can pay, and no page may be opened. */
export class KnetHealth {
  #reports: readonly SettingsErrorReport[] = [];
  readonly #time: Time;
  readonly #log: Log;

  constructor(time: Time, log: Log) {
    this.#time = time;
    this.#log = log;
  }

  /** K-Net named an error code (`IPAYnnnnnnn`) for one of our attempts. */
  report(trackId: string, code: string, source: SettingsErrorReport['source']): void {
    const alarm = raisesAlarm(code) ? { alarm: 'knet_limit' } : {};
    this.#log.warn({ ...alarm, code, group: errorGroup(code), source, pid: trackId }, 'K-Net named an error');
    const wasClosed = this.isClosed();
    this.#reports = [...this.#reports, { trackId, code, at: this.#time.now(), source }].slice(-remembered);
    if (!wasClosed && this.isClosed())
      this.#log.error({ alarm: 'knet_settings', code }, 'K-Net refuses our settings: payments are closed');
  }

  /** True while no page may be opened; opens again by itself ten minutes after the last error. */
  isClosed(): boolean {
    return settingsAreWrong(this.#reports, this.#time.now());
  }
}
