import { config } from 'zod';

// As in the kiosk's page: said before the first schema is made, so everything that holds schemas comes later.
config({ jitless: true });

void import('./start-window.ts');
