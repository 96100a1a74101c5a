import type { Sound } from '../../../src-shared/speech/spoken.ts';

/**
 * Plays what main has said should sound, one at a time; tells when each has come to its end. A sound that cannot be
 * played has ended too, or everything behind it would never be heard.
 */
export function createSoundPlayer(ended: (id: string) => void): (sound: Sound) => void {
  const audio = document.createElement('audio');
  audio.hidden = true;
  document.body.append(audio);
  let now: string | null = null;
  const end = (): void => {
    const id = now;
    now = null;
    if (id !== null) ended(id);
  };
  audio.addEventListener('ended', end);
  audio.addEventListener('error', end);
  return (sound) => {
    now = null;
    audio.pause();
    if (sound.do === 'stop') return;
    now = sound.id;
    audio.src = `/sound/${encodeURIComponent(sound.id)}`;
    audio.volume = sound.gain;
    // Loading sets the speed back to the default one.
    audio.defaultPlaybackRate = sound.rate;
    audio.playbackRate = sound.rate;
    audio.preservesPitch = true;
    audio.play().catch(() => {
      // Another sound has taken its place, or it failed: `error` has said so.
      if (now === sound.id && audio.error) end();
    });
  };
}
