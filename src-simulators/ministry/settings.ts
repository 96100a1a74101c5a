import { z } from 'zod';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { demoSeed } from '../world/world.ts';

const modeSchema = z.enum(['up', 'slow', 'down']);
export type Mode = z.infer<typeof modeSchema>;

/** The systems behind the one interface: each can be away by itself. */
export const backEndSystems = ['traffic', 'residency', 'cases', 'papers'] as const;
export type BackEndSystem = (typeof backEndSystems)[number];

/** How the back end behaves; every field can be changed while it runs. */
export const settingsSchema = z.strictObject({
  /** `slow`: every answer comes after `delayMs`. `down`: nothing is looked up or recorded. */
  mode: modeSchema,
  /** The same for one system only; the worse of the two counts. */
  traffic: modeSchema,
  residency: modeSchema,
  cases: modeSchema,
  papers: modeSchema,
  delayMs: z.int().min(0).max(600_000),
  /** What `down` looks like: an error status, a dropped connection, or a maintenance page with status 200. */
  downAnswer: z.enum(['status_503', 'hang_up', 'html_page']),
  /** Time from taking in a settlement to the ticket being paid; 0 = at once. */
  postingDelayMs: z.int().min(0).max(86_400_000),
  /** Refuses new settlements. */
  refusePosting: z.boolean(),
  /** Records settlements and then drops the connection: the caller cannot know. */
  losePostingAnswers: z.boolean(),
  /** What the residency cases want before they tell anything. */
  codeKind: z.enum(['none', 'image', 'one_time_code']),
  codeTries: z.int().min(1).max(10),
  /** How long a code can be used. */
  codeLifeMs: z.int().min(0).max(3_600_000),
  /** How long nobody may try again after the last try. */
  codeLockMs: z.int().min(0).max(86_400_000),
});
/** See {@link settingsSchema}. */
export type Settings = z.infer<typeof settingsSchema>;

/** Settings as after a start without any environment. */
export const defaultSettings: Settings = {
  mode: 'up',
  traffic: 'up',
  residency: 'up',
  cases: 'up',
  papers: 'up',
  delayMs: 2500,
  downAnswer: 'status_503',
  postingDelayMs: 4000,
  refusePosting: false,
  losePostingAnswers: false,
  codeKind: 'image',
  codeTries: 3,
  codeLifeMs: 180_000,
  codeLockMs: 300_000,
};

/** Everything the environment decides. */
export interface Configuration {
  /** 0 takes any free port. */
  readonly port: number;
  readonly seed: number;
  /** Day the demo world is made for, YYYY-MM-DD; null = the present day in Kuwait. */
  readonly today: string | null;
  /** File that keeps settlements and changes over a restart; null keeps them in memory. */
  readonly ledgerFile: string | null;
  readonly settings: Settings;
}

const environmentSchema = z.object({
  MINISTRY_SIM_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  MINISTRY_SIM_SEED: z.coerce.number().int().min(0).max(4_294_967_295).default(demoSeed),
  MINISTRY_SIM_TODAY: z.iso.date().optional(),
  MINISTRY_SIM_LEDGER: z.string().min(1).optional(),
  MINISTRY_SIM_POSTING_DELAY_MS: z.coerce
    .number()
    .pipe(settingsSchema.shape.postingDelayMs)
    .default(defaultSettings.postingDelayMs),
});

/** Reads the environment; the error names the variable that is wrong. */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): Result<Configuration, string> {
  const read = environmentSchema.safeParse(env);
  if (!read.success) {
    return err(read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
  }
  const found = read.data;
  return ok({
    port: found.MINISTRY_SIM_PORT,
    seed: found.MINISTRY_SIM_SEED,
    today: found.MINISTRY_SIM_TODAY ?? null,
    ledgerFile: found.MINISTRY_SIM_LEDGER ?? null,
    settings: { ...defaultSettings, postingDelayMs: found.MINISTRY_SIM_POSTING_DELAY_MS },
  });
}
