/** A bucket of permits that refills steadily: bursts pass, floods do not (row 31). */
export class RateLimit {
  readonly #perSecond: number;
  readonly #burst: number;
  #permits: number;
  #atMs: number;

  constructor(perSecond: number, burst: number, nowMs: number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#permits = burst;
    this.#atMs = nowMs;
  }

  /** True when one more call may pass now. */
  take(nowMs: number): boolean {
    this.#permits = Math.min(this.#burst, this.#permits + ((nowMs - this.#atMs) / 1000) * this.#perSecond);
    this.#atMs = nowMs;
    if (this.#permits < 1) return false;
    this.#permits -= 1;
    return true;
  }
}
