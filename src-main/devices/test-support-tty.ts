import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Duplex } from 'node:stream';

/** A serial line of this machine’s kernel with our hands on its other end. */
export interface TestTty {
  /** Like `/dev/pts/3`. */
  readonly path: string;
  /** The other end of the line. */
  readonly cable: Duplex;
  /** Pulls the plug: the kernel hangs the line up. */
  pull(): Promise<void>;
}

/** `script` of util-linux is on every Linux and hands out a pseudo terminal; `socat` and Python may be missing. */
export const hasTty = process.platform === 'linux';

export async function openTestTty(): Promise<TestTty> {
  // The child ends with its line: `cat` would read what is meant for the driver, `sleep` only holds the line open.
  const child = spawn('script', ['-qfec', 'stty raw -echo; tty; exec sleep 300', '/dev/null'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const [first] = (await once(child.stdout, 'data')) as [Buffer];
  const cable = Duplex.from({ readable: child.stdout, writable: child.stdin });
  cable.on('error', () => undefined); // the plug was pulled
  return {
    path: first.toString().trim(),
    cable,
    async pull() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
