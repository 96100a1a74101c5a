import { app } from 'electron';
import type { KioskConfig } from '../../../config/kiosk-config.ts';
import type { MachineControls } from '../../places/machine-place.ts';
import { startAgainCode } from '../../../platform/start-again-code.ts';
import { runCommand } from './run-command.ts';

export interface MachineControlsPorts {
  readonly config: Pick<KioskConfig, 'shutDownCommand' | 'touchCommand' | 'brightnessCommand' | 'installCommand'>;
  readonly testSound: (() => void) | null;
  /** The program ends in good order. */
  readonly end: () => void;
}

/** A package is unpacked onto a slow disk, ms. */
const installLimitMs = 5 * 60_000;

/** The computer and the program, as staff can get at them. */
export function machineControls({ config, testSound, end }: MachineControlsPorts): MachineControls {
  const { shutDownCommand, touchCommand, brightnessCommand, installCommand } = config;
  return {
    testSound,
    restart: () => {
      end();
      app.exit(startAgainCode);
    },
    shutDown: shutDownCommand === null ? null : () => runCommand(shutDownCommand),
    setBrightness: brightnessCommand === null ? null : (percent) => runCommand(brightnessCommand, [String(percent)]),
    install: installCommand === null ? null : (folder) => runCommand(installCommand, [folder], installLimitMs),
    calibrateTouch: touchCommand === null ? null : (matrix) => runCommand(touchCommand, matrix.map(String)),
  };
}
