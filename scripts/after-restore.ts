// npm run after-restore: once, after the gateway's database was restored from a backup and before the gateway starts.
// GATEWAY_DATABASE names the database. Exit code 0: done; doing it again changes nothing. 1: not possible.
import { afterRestore } from '../src-gateway/payment/after-restore.ts';
import { openBooks, whyNotReachable } from './operator/open-books.ts';

const address = process.env['GATEWAY_DATABASE'];
const problem = whyNotReachable(address);
if (problem !== null || address === undefined) {
  console.error(problem);
  process.exitCode = 1;
} else {
  const books = await openBooks(address);
  const { askedAbout, withPeople } = await afterRestore(books.payments);
  await books.close();
  console.log(`Payments K-Net will be asked about: ${askedAbout}. Refunds people look at first: ${withPeople}.`);
  console.log('The gateway may start now. Kiosks send again what this database does not know.');
}
