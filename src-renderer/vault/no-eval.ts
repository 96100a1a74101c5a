import { config } from 'zod';

// Zod would try `new Function` once, which the page's policy forbids and reports. This has to be said before the first
// schema is made, so it is imported before everything that holds schemas.
config({ jitless: true });
