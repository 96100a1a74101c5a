/** What can be learned of the computer itself. */
export interface MachineFacts {
  /** Room left on the disk that holds the kiosk's data, bytes; null when it cannot be told. */
  readonly diskFreeBytes: number | null;
  /** The hottest of its sensors, °C; null where there is none. */
  readonly temperature: number | null;
}

/** How the computer was when somebody last looked. */
export class MachineWatch {
  readonly #ask: () => Promise<MachineFacts>;
  #facts: MachineFacts = { diskFreeBytes: null, temperature: null };

  constructor(ask: () => Promise<MachineFacts>) {
    this.#ask = ask;
  }

  current(): MachineFacts {
    return this.#facts;
  }

  async look(): Promise<void> {
    this.#facts = await this.#ask();
  }
}
