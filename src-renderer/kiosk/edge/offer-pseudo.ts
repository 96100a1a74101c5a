import { en } from '../../language/messages/en.ts';
import { ar } from '../../language/messages/ar.ts';
import { setMessages } from '../../language/messages.ts';
import { pseudoMessages } from '../../language/pseudo.ts';

declare global {
  interface Window {
    /** Only in the test flavour: draws English (`ltr`) or Arabic (`rtl`) in made-up words, or again as they are. */
    wafaPseudo?: (direction: 'ltr' | 'rtl' | null) => void;
  }
}

/** Lets tests see the screens in the made-up languages. */
export function offerPseudo(target: Window): void {
  target.wafaPseudo = (direction) => {
    setMessages('en', direction === 'ltr' ? pseudoMessages(en, 'ltr') : en);
    setMessages('ar', direction === 'rtl' ? pseudoMessages(en, 'rtl') : ar);
  };
}
