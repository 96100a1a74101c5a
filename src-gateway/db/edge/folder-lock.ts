import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { basename, dirname, join, resolve } from 'node:path';

/**
 * Holds a folder for this process alone, until released or until the process ends, however it ends: the lock is a name
 * the system itself gives back, not a file that stays behind.
 * @returns how to give it back
 * @throws when another process holds it
 */
export async function holdFolder(folder: string): Promise<() => Promise<void>> {
  const name = lockName(folder);
  // Elsewhere the system knows no names of that kind.
  if (name === null) return async () => undefined;
  const server = createServer((connection) => connection.destroy());
  await listen(server, name, folder);
  server.unref();
  return () =>
    new Promise((done) => {
      server.close(() => {
        done();
      });
    });
}

function listen(server: Server, name: string, folder: string): Promise<void> {
  return new Promise((done, refused) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      refused(taken ? new Error(`another process uses the database in ${folder}: stop it first`) : error);
    });
    server.listen(name, done);
  });
}

function lockName(folder: string): string | null {
  // The folder may not be there yet; the one around it is, or will never hold a database.
  const around = dirname(resolve(folder));
  let real = around;
  try {
    real = realpathSync(around);
  } catch {
    // Not there: PGlite will say so.
  }
  const mark = createHash('sha256')
    .update(join(real, basename(folder)))
    .digest('hex')
    .slice(0, 32);
  if (process.platform === 'linux') return `\0wafa-database-${mark}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\wafa-database-${mark}` : null;
}
