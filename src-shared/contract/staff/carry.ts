import { z } from 'zod';
import { programFolderPattern } from '../program-bundle.ts';
import { bundleFolderPattern } from '../stick-bundle.ts';

/** Name of a stick's folder, as the system gave it. */
export const stickNameSchema = z.string().min(1).max(120);
/** Name of a bundle's folder on a stick. */
export const bundleNameSchema = z.string().regex(bundleFolderPattern);
/** Name of a program's folder on a stick. */
export const programNameSchema = z.string().regex(programFolderPattern);

/**
 * What a bundle on a stick is to this kiosk. `good`, and `again`: was brought in before, which does no harm. All others
 * are refused: `half_written` has no index, `incomplete` lacks a file or a part of one, `unreadable` has an index that
 * is none.
 */
export const bundleVerdictSchema = z.enum([
  'good',
  'again',
  'older',
  'other_kiosk',
  'forged',
  'half_written',
  'incomplete',
  'unreadable',
  'not_enrolled',
]);
export type BundleVerdict = z.infer<typeof bundleVerdictSchema>;

const moment = z.iso.datetime({ offset: true });
const count = z.int().nonnegative();

export const shownBundleSchema = z.strictObject({
  name: bundleNameSchema,
  verdict: bundleVerdictSchema,
  /** What its signed index says; null when there is none to believe. */
  about: z
    .strictObject({
      madeAt: moment,
      bytes: count,
      /** Number of its edition of the ministry's data, and when that was read; null: there is none in it. */
      feed: z.strictObject({ seq: count, readAt: moment }).nullable(),
      /** Requests of this kiosk that are answered in it. */
      answers: count,
    })
    .nullable(),
});
export type ShownBundle = z.infer<typeof shownBundleSchema>;

/**
 * What a program on a stick is to this kiosk; all but `good` are refused. `same`: it runs here. `too_far`: it may follow a
 * newer one than runs here. `forged`: no release key has signed it. `incomplete`: its package is missing or cut off.
 */
export const programVerdictSchema = z.enum([
  'good',
  'same',
  'older',
  'too_far',
  'other_platform',
  'forged',
  'half_written',
  'incomplete',
  'unreadable',
]);
export type ProgramVerdict = z.infer<typeof programVerdictSchema>;

export const shownProgramSchema = z.strictObject({
  name: programNameSchema,
  verdict: programVerdictSchema,
  /** When it was made; null when there is no text to believe. */
  made: moment.nullable(),
});
export type ShownProgram = z.infer<typeof shownProgramSchema>;

/** The page for what goes to a stick and comes from one. */
export const carryViewSchema = z.strictObject({
  name: z.literal('carry'),
  sticks: z
    .array(
      z.strictObject({
        name: stickNameSchema,
        freeBytes: z.number().nonnegative(),
        bundles: z.array(shownBundleSchema).max(20),
        programs: z.array(shownProgramSchema).max(5),
      }),
    )
    .max(20),
  /** Done of all, while something is under way. */
  progress: z.strictObject({ done: count, total: count, of: z.enum(['files', 'megabytes']) }).nullable(),
  /** The last export of this visit to the page. */
  made: z.strictObject({ folder: z.string().max(200), files: count }).nullable(),
  /** Requests written for the gateway in this visit. */
  offered: z.strictObject({ folder: z.string().max(200), requests: count }).nullable(),
  /** The last bundle brought in in this visit: what became of its data, and how many of its answers settled something. */
  brought: z
    .strictObject({
      name: bundleNameSchema,
      feed: z.enum(['here', 'older', 'none', 'revoked']),
      answered: count,
    })
    .nullable(),
});
