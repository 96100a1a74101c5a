import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  exportListFile,
  exportMessage,
  signedExportListSchema,
  type ExportedFile,
} from '../../src-shared/contract/evidence-export.ts';
import { fromBase64Url } from '../../src-shared/encoding/base64.ts';
import { publicKeyDer } from '../../src-shared/encoding/ed25519-der.ts';
import type { EvidenceKind, Verdict } from './kind.ts';

/** The list of what staff carried away: every file of it has to be there, byte for byte. */
export const exportKind: EvidenceKind = {
  recognises: ({ name }) => name === exportListFile,
  check: async ({ path, bytes }) => {
    const read = signedExportListSchema.safeParse(parsed(bytes));
    if (!read.success) return bad('it is not a list of an export');
    const { list, deviceKey, signature } = read.data;
    if (!isSigned(exportMessage(list), signature, deviceKey)) return bad('its signature does not fit its content');
    for (const file of list.files) {
      const why = await problemOf(join(dirname(path), file.name), file);
      if (why !== null) return bad(`${file.name}: ${why}`);
    }
    const { kioskCode, madeAt, by, files } = list;
    return {
      intact: true,
      lines: [
        'export: intact',
        `files: ${files.length}, taken at ${kioskCode} by ${by} on ${madeAt}`,
        `signed with the device key ${deviceKey}: compare it with the gateway's list of kiosks`,
      ],
    };
  },
};

function bad(why: string): Verdict {
  return { intact: false, lines: ['export: DAMAGED', `reason: ${why}`] };
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

async function problemOf(path: string, { bytes, sha256 }: ExportedFile): Promise<string | null> {
  const content = await readFile(path).catch(() => null);
  if (content === null) return 'the file is missing';
  if (content.length !== bytes) return `it has ${content.length} bytes instead of ${bytes}`;
  const found = createHash('sha256').update(content).digest('hex');
  return found === sha256 ? null : 'its content is not what was written';
}

function isSigned(message: Uint8Array, signature: string, deviceKey: string): boolean {
  const [key, bytes] = [fromBase64Url(deviceKey), fromBase64Url(signature)];
  if (!key.ok || !bytes.ok) return false;
  const der = Buffer.from(publicKeyDer(key.value));
  return verify(null, message, createPublicKey({ key: der, format: 'der', type: 'spki' }), bytes.value);
}
