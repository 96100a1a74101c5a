import { spawn } from 'node:child_process';
import type { Log } from '../../../src-shared/contract/log-catalogue.ts';
import type { SpeechLanguage } from '../../../src-shared/speech/spoken.ts';
import { wholeWave } from '../wave-header.ts';
import type { SoundFile, Voice } from '../ports.ts';

/** espeak-ng's own names. */
const voices: Readonly<Record<SpeechLanguage, string>> = { ar: 'ar', en: 'en-gb', ur: 'ur', hi: 'hi', bn: 'bn' };

/** About 120 words a minute is the usual speed (A37); faster and slower are the player's. */
const wordsPerMinute = '120';
/** A sentence takes some 50 ms; one that takes this long will not come, ms. */
const longestMs = 15_000;
/** Two minutes of its sound; the longest text a window may send is shorter, bytes. */
const mostBytes = 6_000_000;

/**
 * espeak-ng as a program of its own (GPL-3, never linked): text goes in by standard input, without a shell; sound comes
 * back by standard output.
 */
export function espeakVoice(log: Log): Voice {
  let toldMissing = false;
  const tellMissing = (why: string): void => {
    if (!toldMissing) log('voice-failed', { why: why.slice(0, 80) });
    toldMissing = true;
  };
  return {
    speak: (text, language) =>
      new Promise<SoundFile | null>((resolve) => {
        const program = spawn(
          'espeak-ng',
          ['-v', voices[language], '-s', wordsPerMinute, '-b', '1', '--stdin', '--stdout'],
          {
            stdio: ['pipe', 'pipe', 'ignore'],
            timeout: longestMs,
          },
        );
        const pieces: Buffer[] = [];
        let size = 0;
        program.stdout.on('data', (piece: Buffer) => {
          size += piece.length;
          if (size > mostBytes) program.kill();
          else pieces.push(piece);
        });
        program.stdin.on('error', () => undefined); // it ended before it had read everything: 'close' follows
        program.on('error', (failure) => {
          tellMissing(failure.message);
          resolve(null);
        });
        program.on('close', (code) => {
          if (code !== 0) tellMissing(`ended with ${String(code)}`);
          resolve(code === 0 ? wholeWave(Buffer.concat(pieces)) : null);
        });
        program.stdin.end(spoken(text));
      }),
  };
}

/** Brackets in pairs would be taken for phonemes, control characters for commands. */
function spoken(text: string): string {
  return text.replace(/[[\]\p{Cc}]/gu, ' ');
}
