import {
  speechRates,
  volumeSteps,
  type Preferences,
  type PreferencesChange,
} from '../../src-shared/session/preferences.ts';
import type { DeviceKey } from '../../src-shared/speech/keypad.ts';

export interface DeviceKeysPorts {
  readonly preferences: () => Preferences;
  readonly change: (change: PreferencesChange) => void;
  readonly repeat: () => void;
  /** A plug in the keypad's own socket. */
  readonly plug: (plugged: boolean) => void;
}

/** Does what a key of the keypad means that the main process takes itself. */
export function pressDeviceKey(ports: DeviceKeysPorts, key: DeviceKey): void {
  const { speech } = ports.preferences();
  switch (key) {
    case 'speech':
      if (speech) ports.repeat();
      else ports.change({ speech: true });
      return;
    case 'plugged':
      ports.plug(true);
      return;
    case 'unplugged':
      ports.plug(false);
      return;
    default:
      // Nothing is said, so that nothing can be louder: a key at rest must not begin a visit.
      if (speech) tune(ports, key);
  }
}

function tune(ports: DeviceKeysPorts, key: Exclude<DeviceKey, 'speech' | 'plugged' | 'unplugged'>): void {
  const { volume, rate, blank } = ports.preferences();
  switch (key) {
    case 'repeat':
      break;
    case 'blank':
      ports.change({ blank: !blank });
      return;
    case 'louder':
      ports.change({ volume: Math.min(volumeSteps - 1, volume + 1) });
      break;
    case 'quieter':
      ports.change({ volume: Math.max(0, volume - 1) });
      break;
    case 'faster':
      ports.change({ rate: besideRate(rate, 1) });
      break;
    case 'slower':
      ports.change({ rate: besideRate(rate, -1) });
      break;
  }
  // Heard at once, from the start: otherwise nobody knows what the key did.
  ports.repeat();
}

function besideRate(rate: Preferences['rate'], step: 1 | -1): Preferences['rate'] {
  return speechRates[speechRates.indexOf(rate) + step] ?? rate;
}
