import type { Log } from '../../../src-shared/contract/log-catalogue.ts';
import { TcpAccessBoard } from '../../devices/access-board/driver-tcp.ts';
import { EvdevSocket } from '../../devices/headphone-socket/driver-evdev.ts';
import type { DeviceKey } from '../../../src-shared/speech/keypad.ts';
import type { Sound } from '../../../src-shared/speech/spoken.ts';
import type { KioskConfig } from '../../config/kiosk-config.ts';
import type { Speech } from '../../session/ports.ts';
import type { SessionDesk } from '../../session/session-desk.ts';
import { pressDeviceKey } from '../device-keys.ts';
import { Headphones } from '../headphones.ts';
import type { Loudness } from '../loudness.ts';
import type { Player, Voice } from '../ports.ts';
import type { SoundShelf } from '../sound-shelf.ts';
import { SpeechDesk } from '../speech-desk.ts';
import { hiddenTone } from '../tone.ts';
import { windowPlayer } from '../window-player.ts';
import { clipFolder } from './clip-folder.ts';
import { espeakVoice } from './espeak-voice.ts';

export interface OpenSpeechPorts {
  readonly config: Pick<KioskConfig, 'speech' | 'accessBoard' | 'headphoneSocket'>;
  readonly clipsFolder: string;
  readonly shelf: SoundShelf;
  readonly loudness: Loudness;
  /** Tells the window what to play. */
  readonly toWindow: (sound: Sound) => void;
  readonly session: () => SessionDesk | null;
  readonly log: Log;
}

/** Puts the kiosk's voice together: what it says, who hears it, and the lights beside it. */
export function openSpeech(ports: OpenSpeechPorts): {
  speech: Speech;
  pressKey: (key: DeviceKey) => void;
  /** Sounds the tone that says "look here"; null: this kiosk has no sound. */
  testSound: (() => void) | null;
} {
  const { config, log, session } = ports;
  const headphones = new Headphones({
    hasSound: config.speech !== 'off',
    onChange: (route, before) => {
      log('audio-route', { route });
      // First of all: what is being said for one pair of ears must not go on in the hall.
      if (before === 'private') desk.hush();
      if (route === 'private' && session()?.preferences.speech === true) desk.repeat();
      else if (route === 'private') session()?.handle('setPreferences', { speech: true });
      session()?.refresh();
    },
  });
  const desk: SpeechDesk = new SpeechDesk({
    voice: config.speech === 'log' ? silentVoice : espeakVoice(log),
    clips: clipFolder(ports.clipsFolder, log),
    player: config.speech === 'log' ? hastyPlayer((id) => desk.ended(id)) : windowPlayer(ports),
    route: headphones,
    log,
  });
  const board = config.accessBoard
    ? new TcpAccessBoard(config.accessBoard, (plugged) => headphones.tell('board', plugged))
    : null;
  if (config.headphoneSocket) new EvdevSocket((plugged) => headphones.tell('computer', plugged));

  let moment: string | null = null;
  const speech: Speech = {
    get route() {
      return headphones.current();
    },
    get speaking() {
      return desk.speaking;
    },
    follow(preferences, guide) {
      desk.follow(preferences);
      board?.light('receipt', guide.lights.receipt);
      board?.light('card', guide.lights.card);
      if (guide.moment !== null && guide.moment !== moment) desk.chime();
      moment = guide.moment;
    },
    say: (items, how) => desk.say(items, how),
    hush: () => desk.hush(),
    ended: (id) => desk.ended(id),
    forget: () => desk.forget(),
  };
  return {
    speech,
    testSound: config.speech === 'off' ? null : () => desk.chime(),
    pressKey(key) {
      const visit = session();
      if (!visit) return;
      visit.touched();
      pressDeviceKey(
        {
          preferences: () => visit.preferences,
          change: (change) => visit.handle('setPreferences', change),
          repeat: () => desk.repeat(),
          plug: (plugged) => headphones.tell('keypad', plugged),
        },
        key,
      );
    },
  };
}

/** For tests: everything is said at once and is only to be found in the log. */
function hastyPlayer(ended: (id: string) => void): Player {
  return { play: ({ id }) => void setImmediate(() => ended(id)), stop: () => undefined };
}
const silentVoice: Voice = { speak: () => Promise.resolve(hiddenTone) };
