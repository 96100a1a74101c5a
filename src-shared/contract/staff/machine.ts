import { z } from 'zod';
import { printerStatusSchema } from '../../domain/printer-status.ts';
import { staffIdSchema } from '../../staff/directory.ts';

/** Where the change of paper stands: cover to be opened · new roll in, cover to be closed · a test to be printed. */
export const paperStepSchema = z.enum(['open', 'close', 'test']);
export type PaperStep = z.infer<typeof paperStepSchema>;

/** What somebody at the paper wants: to begin · to go on although no sensor has said so · to stop · the test print. */
export const paperWishSchema = z.enum(['begin', 'next', 'stop', 'test']);

/** Loudness of everything the kiosk says, per cent. */
export const volumeSchema = z.int().min(10).max(100);

/** Brightness of the screen, per cent; never dark. */
export const brightnessSchema = z.int().min(10).max(100);

/**
 * What turns what the touch screen says into what was touched, both in parts of the screen's width and height:
 * `x' = a·x + b·y + c`, `y' = d·x + e·y + f`. The order is that of libinput's calibration matrix.
 */
export const touchMatrixSchema = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()]);
export type TouchMatrix = z.infer<typeof touchMatrixSchema>;

/** The page of the machine: in service or not, its devices, its paper. */
export const machineViewSchema = z.strictObject({
  name: z.literal('machine'),
  /** Set while staff have taken the kiosk out of service. */
  out: z.strictObject({ by: staffIdSchema, at: z.iso.datetime({ offset: true }) }).nullable(),
  printer: printerStatusSchema,
  /** Null: nobody is changing paper. */
  paperStep: paperStepSchema.nullable(),
  scanner: z.strictObject({
    /** A scanner with an address of its own; one that types like a keyboard is not known before it reads. */
    fitted: z.boolean(),
    /** Signs it read last while this page was open; never what they were. */
    signs: z.int().positive().nullable(),
  }),
  /** A code of the terminal's state; null: this kiosk has none. */
  terminal: z.string().max(40).nullable(),
  hasSound: z.boolean(),
  volume: volumeSchema,
  /** Null: the kiosk cannot set it. */
  brightness: brightnessSchema.nullable(),
  canCalibrate: z.boolean(),
  canShutDown: z.boolean(),
});
