import { spawn, type ChildProcess } from 'node:child_process';
import { electronRuntime } from '../prepare/electron-runtime.ts';
import { sandboxFlags } from '../prepare/sandbox.ts';

/** Switches every start of the app from source shares. */
export function kioskArguments(): string[] {
  const { dist } = electronRuntime();
  return ['.', ...sandboxFlags(dist), '--force-device-scale-factor=1'];
}

/** Starts the kiosk from the built sources; what it says is shown only when asked for. */
export function startKiosk(environment: Readonly<Record<string, string>>, verbose: boolean): ChildProcess {
  const { executable } = electronRuntime();
  return spawn(executable, kioskArguments(), {
    env: { ...process.env, ...environment },
    stdio: verbose ? ['ignore', 'inherit', 'inherit'] : 'ignore',
  });
}

/** Starts the dock's own window. */
export function startDockWindow(environment: Readonly<Record<string, string>>): ChildProcess {
  const { executable, dist } = electronRuntime();
  return spawn(executable, ['src-simulators/dock/window', ...sandboxFlags(dist)], {
    env: { ...process.env, ...environment },
    stdio: 'ignore',
  });
}
