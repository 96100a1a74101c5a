/*
 * A program that power is cut from: `node journal-writer.ts FOLDER on|off`. Appends payment records to the journal in
 * FOLDER until it is killed, and says `<seq> <hash>` for each one that was acknowledged. With `off` fdatasync is a
 * stub: what it then acknowledges may be lost, and the rig has to notice.
 */
import { systemClock } from '../../src-gateway/edge/system.ts';
import { nodeJournalFs } from '../../src-main/journal/edge/node-fs.ts';
import { nodeSha256 } from '../../src-main/journal/edge/node-sha256.ts';
import { openJournal } from '../../src-main/journal/journal.ts';
import { smallFiles, withoutDatasync } from './journal-writer-disk.ts';
import { recordFor } from './journal-writer-records.ts';

const [folder = '', datasync = 'on'] = process.argv.slice(2);
const opened = await openJournal({
  dir: folder,
  name: 'payment',
  fs: datasync === 'off' ? withoutDatasync(nodeJournalFs) : nodeJournalFs,
  sha256: nodeSha256,
  clock: systemClock,
  bootId: 'writer',
  settings: smallFiles,
});
if (!opened.ok) throw new Error(`the journal did not open: ${JSON.stringify(opened.error)}`);
for (;;) {
  const answer = await opened.value.append([recordFor(opened.value.head().seq + 1)]);
  if (!answer.ok) throw new Error(`no record: ${answer.error}`);
  process.stdout.write(`${answer.value.seq} ${answer.value.hash}\n`);
}
