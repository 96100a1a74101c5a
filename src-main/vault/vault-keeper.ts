import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import type { VaultReply, VaultRequest, VaultVerb } from '../../src-shared/contract/vault-rpc.ts';
import type { Timers } from '../../src-shared/ports.ts';
import { err, type Result } from '../../src-shared/result.ts';
import type { VaultCalls, VaultFailure } from './vault-calls.ts';
import { VaultClient } from './vault-client.ts';
import type { OpenVault, VaultPort } from './vault-port.ts';

export interface VaultKeeperPorts {
  readonly open: OpenVault;
  readonly timers: Timers;
  /** `vault-open`, `vault-gone`, `vault-not-opened`: for the log, without details of anybody. */
  readonly log: Log;
  /** A page is there: after the first start, and each time it had to be opened again. */
  readonly onOpen: () => void;
}

/** Pauses before the page is opened again after losses in a row, ms. */
const reopenPausesMs = [500, 2_000, 10_000, 30_000] as const;

/** A page that lasted this long was well; its loss counts as the first in a row, ms. */
const wellAfterMs = 60_000;

/** Keeps one vault page alive and sends calls to it. While there is none, calls fail at once with `gone`. */
export class VaultKeeper implements VaultCalls {
  readonly #ports: VaultKeeperPorts;
  #open: { readonly port: VaultPort; readonly client: VaultClient } | null = null;
  #lossesInARow = 0;
  #stopped = false;

  constructor(ports: VaultKeeperPorts) {
    this.#ports = ports;
  }

  /** Opens the page; resolves when it is there or did not come up (then it is tried again in the background). */
  async start(): Promise<void> {
    try {
      this.#use(await this.#ports.open());
    } catch {
      this.#ports.log('vault-not-opened', {});
      this.#startLater();
    }
  }

  call<V extends VaultVerb>(verb: V, request: VaultRequest<V>): Promise<Result<VaultReply<V>, VaultFailure>> {
    return this.#open?.client.call(verb, request) ?? Promise.resolve(err('gone'));
  }

  /** For good. */
  stop(): void {
    this.#stopped = true;
    this.#open?.port.close();
  }

  #use(port: VaultPort): void {
    if (this.#stopped) {
      port.close();
      return;
    }
    const well = this.#ports.timers.after(wellAfterMs, () => {
      this.#lossesInARow = 0;
    });
    this.#open = { port, client: new VaultClient(port, this.#ports.timers) };
    port.onGone(() => {
      well.cancel();
      this.#open = null;
      this.#ports.log('vault-gone', {});
      this.#startLater();
    });
    this.#ports.log('vault-open', {});
    this.#ports.onOpen();
  }

  #startLater(): void {
    if (this.#stopped) return;
    const pause = reopenPausesMs[Math.min(this.#lossesInARow, reopenPausesMs.length - 1)] ?? 0;
    this.#lossesInARow += 1;
    this.#ports.timers.after(pause, () => {
      if (!this.#stopped) void this.start();
    });
  }
}
