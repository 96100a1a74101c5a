/** Settings without which PostgreSQL may lose a commit it has acknowledged, and the values that will do. */
const required = {
  fsync: ['on'],
  full_page_writes: ['on'],
  synchronous_commit: ['on', 'remote_write', 'remote_apply'],
} as const;

type Setting = keyof typeof required;

/** Whether a commit that was acknowledged survives a power cut. Looked at anew on every new connection. */
export class Durability {
  #unsafe: readonly string[] = ['not checked yet'];

  /** Settings that make the database unfit for money, such as `fsync=off`; empty when all is well. */
  get unsafe(): readonly string[] {
    return this.#unsafe;
  }

  /**
   * Asks the server. One unsafe connection is enough to close money.
   * @param ask puts a question in SQL over the new connection, and gives the rows of the answer
   */
  async check(ask: (question: string) => Promise<readonly Partial<Record<Setting, string>>[]>): Promise<void> {
    const unsafe: string[] = [];
    for (const name of Object.keys(required) as Setting[]) {
      const [row] = await ask(`show ${name}`);
      const value = row?.[name] ?? 'unknown';
      if (!(required[name] as readonly string[]).includes(value)) unsafe.push(`${name}=${value}`);
    }
    this.#unsafe = unsafe;
  }
}
