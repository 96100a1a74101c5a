import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { receiptNoSchema } from '../../../src-shared/domain/receipt.ts';
import type { KeepReceipt } from '../ports.ts';

/** Keeps receipts as `<folder>/<receipt number>.pdf`, readable by the kiosk's own user only. */
export function receiptFolder(folder: string): KeepReceipt {
  return async (receiptNo, pdf) => {
    const name = `${receiptNoSchema.parse(receiptNo)}.pdf`;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const fresh = join(folder, `${name}.new`);
    const handle = await open(fresh, 'w', 0o600);
    try {
      await handle.writeFile(pdf);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    // A reader finds the whole file or none.
    await rename(fresh, join(folder, name));
  };
}
