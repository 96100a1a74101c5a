/** A line about what is going on, for the person at the console. */
export function say(line: string): void {
  console.log(line);
}

/** Ends the command with one sentence that says what to do. */
export class Unprepared extends Error {
  override readonly name = 'Unprepared';
}

/** Seconds, or minutes and seconds, as a person says them. */
export function elapsed(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Runs a step that may take long: says that it began, that it still runs (every 10 s) and how long it took. */
export async function longStep<T>(title: string, step: () => Promise<T>): Promise<T> {
  const start = performance.now();
  say(`${title} …`);
  const ticker = setInterval(() => {
    say(`  … ${elapsed(performance.now() - start)}`);
  }, 10_000);
  try {
    const result = await step();
    say(`  done in ${elapsed(performance.now() - start)}`);
    return result;
  } finally {
    clearInterval(ticker);
  }
}

/** Runs a whole command: a sentence and exit code 1 for what a person can mend, a stack for what is a bug. */
export async function command(body: () => Promise<void>): Promise<void> {
  try {
    await body();
  } catch (error) {
    console.error(error instanceof Unprepared ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}
