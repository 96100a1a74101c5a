import { z } from 'zod';
import type { LineMode } from '../network/line.ts';
import { settingsSchema } from '../ministry/settings.ts';
import { terminalDeeds } from './terminal-hands.ts';

/** Printer states the dock can put on. */
const printerModes = ['ready', 'paper_near_end', 'out_of_paper', 'cover_open', 'jam', 'offline'] as const;
export type PrinterMode = (typeof printerModes)[number];

/** What the dock accepts, one path each. */
export const dockRequests = {
  '/network': z.strictObject({ mode: z.enum(['up', 'down', 'slow'] satisfies LineMode[]) }),
  '/ministry': settingsSchema
    .pick({ mode: true, traffic: true, residency: true, cases: true, papers: true, codeKind: true })
    .partial()
    .refine((change) => Object.keys(change).length > 0, 'nothing is asked for'),
  '/knet': z.strictObject({
    mode: z.enum(['normal', 'silent', 'slow']).optional(),
    outcome: z.enum(['by_card', 'captured', 'not_captured', 'host_timeout', 'denied_by_risk']).optional(),
  }),
  '/printer': z.strictObject({ state: z.enum(printerModes) }),
  '/terminal': z.strictObject({ do: z.enum(terminalDeeds) }),
  '/terminal/cable': z.strictObject({ cable: z.enum(['in', 'out']) }),
  '/headphones': z.strictObject({ headphones: z.enum(['in', 'out']) }),
  '/scan': z.strictObject({ text: z.string().min(1).max(400) }),
} as const;
