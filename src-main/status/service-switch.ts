import { z } from 'zod';
import { staffIdSchema } from '../../src-shared/staff/directory.ts';
import type { PrivateFile } from '../identity/private-file.ts';
import { KeptValue } from '../platform/kept-value.ts';

const outSchema = z.strictObject({ by: staffIdSchema, at: z.iso.datetime({ offset: true }) });

/** Who took the kiosk out of service, and when (ISO 8601); null while it is in service. */
export type Out = z.infer<typeof outSchema> | null;

/** Whether staff have taken the kiosk out of service. */
export type ServiceSwitch = KeptValue<Out>;

/** A file that cannot be read closes no kiosk: what has to stay closed is closed again by whoever sees it open. */
export function openServiceSwitch(file: PrivateFile): Promise<ServiceSwitch> {
  return KeptValue.open<Out>(file, outSchema.nullable(), null);
}
