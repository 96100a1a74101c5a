import { createApp, nextTick, shallowReactive } from 'vue';
import { paperRequestSchema, type PaperBridge, type PaperRequest } from '../../src-shared/contract/paper-ipc.ts';
import { loadLanguage } from '../language/load-language.ts';
import { drawnHeight, everyFace, newestFrame } from './layout.ts';
import PaperApp from './PaperApp.vue';
import type { Sheet } from './sheet.ts';

const blank: Readonly<Sheet> = { document: null, dots: 576, job: 0, drawn: false, band: 0 };

/** Draws what main asks for, one document at a time, and says when it stands. */
export function servePaper(bridge: PaperBridge): void {
  const sheet = shallowReactive<Sheet>({ ...blank });
  createApp(PaperApp, { sheet }).mount('#app');

  async function draw({ job, document, dots }: Extract<PaperRequest, { do: 'draw' }>): Promise<void> {
    Object.assign(sheet, { ...blank, document, dots, job } satisfies Sheet);
    // A note speaks with the window's words, which are fetched language by language.
    if (document.kind === 'note') await loadLanguage(document.language);
    await nextTick();
    await everyFace();
    await newestFrame();
    if (sheet.job !== job) return;
    // Frames of before, without their letters, lack the mark: main never takes one of them.
    sheet.drawn = true;
    bridge.report({ at: 'drawn', job, rows: drawnHeight() });
  }

  bridge.onRequest((raw) => {
    const request = paperRequestSchema.parse(raw);
    if (request.do === 'draw') void draw(request);
    else if (request.do === 'show') sheet.band = request.job === sheet.job ? request.band : sheet.band;
    else Object.assign(sheet, blank);
  });
  bridge.report({ at: 'ready', pixelRatio: window.devicePixelRatio });
}
