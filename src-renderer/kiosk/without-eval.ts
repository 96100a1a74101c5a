import { z } from 'zod';

// zod tries `new Function` to compile schemas; the page's policy forbids it and every try would be reported.
z.config({ jitless: true });
