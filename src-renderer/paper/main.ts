import { config } from 'zod';
import type { PaperBridge } from '../../src-shared/contract/paper-ipc.ts';
import '../ui/fonts.css';
import './paper.css';

declare global {
  interface Window {
    readonly wafaPaper: PaperBridge;
  }
}

// Zod would try `new Function` once, which the page's policy forbids and reports. This has to be said before the first
// schema is made, so everything that holds schemas comes later.
config({ jitless: true });

void import('./serve-paper.ts').then(({ servePaper }) => {
  servePaper(window.wafaPaper);
});
