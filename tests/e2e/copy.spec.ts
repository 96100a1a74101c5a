import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { TrafficDetail } from '../../src-shared/domain/obligation.ts';
import { kuwaitDay } from '../../src-shared/domain/time.ts';
import { demoSeed, makeWorld } from '../../src-simulators/world/world.ts';
import type { KioskApp } from '../support/kiosk-app.ts';
import { demo } from '../support/people.ts';
import { searchProfile } from '../support/profile-folder.ts';
import { Visitor } from '../support/visitor.ts';
import { expect, test } from './kiosk-test.ts';

test('started again without a network the kiosk answers, prints, and is up to date when the network is back', async ({
  kiosk,
  dock,
  startKiosk,
}) => {
  await kiosk.copyReady();
  await dock.network('down');
  await kiosk.kill();
  const again = await startKiosk(kiosk.dataFolder);
  const visitor = new Visitor(again);
  const papers = (await dock.papers()).length;
  await answersFromCopy(visitor);
  await visitor.touch('TicketList', 'Print a statement');
  await visitor.on('Slip');
  await expect.poll(async () => (await dock.papers()).length).toBe(papers + 1);
  await dock.network('up');
  await expect.poll(() => isOnline(again), { timeout: 60_000 }).toBe(true);
  await again.close();
  const fresh = new Visitor(await startKiosk(kiosk.dataFolder));
  await fresh.chooseLanguage();
  await fresh.lookUp(demo.mixed);
  const page = await fresh.on('TicketList', 30_000);
  await expect(page.getByText(/From the kiosk’s copy of/)).toHaveCount(0);
});

test('its storage wiped while it was off and the network cut, the kiosk answers from its files and fills the vault again', async ({
  kiosk,
  dock,
  startKiosk,
}) => {
  await kiosk.copyReady();
  await dock.network('down');
  await kiosk.close();
  rmSync(join(kiosk.dataFolder, 'Partitions'), { recursive: true });
  const before = countOf(kiosk, '"feed-active"');
  const again = await startKiosk(kiosk.dataFolder);
  await answersFromCopy(new Visitor(again));
  expect(again.log()).toContain('"vault-copy-lost"');
  await expect.poll(() => countOf(again, '"feed-active"'), { timeout: 30_000 }).toBeGreaterThan(before);
});

test('the folder of a stolen kiosk names nobody', async ({ kiosk, dock }) => {
  await kiosk.copyReady();
  await dock.network('down');
  await answersFromCopy(new Visitor(kiosk));
  await kiosk.close();
  const texts = personalTexts();
  expect(texts.length).toBeGreaterThan(100);
  expect(searchProfile(kiosk.dataFolder, texts)).toEqual([]);
  // The search finds what is there.
  const planted = join(kiosk.dataFolder, 'planted');
  mkdirSync(planted);
  writeFileSync(join(planted, 'plain'), `{"number":"${demo.mixed}"}`);
  writeFileSync(join(planted, 'wide'), Buffer.from(demo.mixed, 'utf16le'));
  writeFileSync(join(planted, 'deflated'), deflateSync(demo.mixed));
  expect(searchProfile(kiosk.dataFolder, texts).map(({ file }) => file)).toEqual(
    expect.arrayContaining(['planted/plain', 'planted/wide', 'planted/deflated']),
  );
});

/** Enough to notice a leak, and few enough to be searched for in seconds; the one who was looked up is among them. */
const searchedParties = 80;

/** Numbers of persons, of tickets and of plates of the demo country. */
function personalTexts(): string[] {
  const { parties } = makeWorld({ seed: demoSeed, today: kuwaitDay(Date.now()) });
  return parties
    .slice(0, searchedParties)
    .flatMap(({ party, obligations }) => [
      party.number,
      ...obligations.flatMap(({ detail }) => ('ticketNo' in detail ? [detail.ticketNo, plateOf(detail)] : [])),
    ]);
}

/** As it stands in what the gateway answers; the few digits alone turn up in ciphertext by chance. */
const plateOf = ({ plate }: TrafficDetail): string => (plate ? `"number":"${plate.number}"` : '');

async function answersFromCopy(visitor: Visitor): Promise<void> {
  await visitor.chooseLanguage();
  await visitor.lookUp(demo.mixed);
  const page = await visitor.on('TicketList', 30_000);
  await expect(page.getByText(/From the kiosk’s copy of/)).toBeVisible();
}

const countOf = (kiosk: KioskApp, text: string): number => kiosk.log().split(text).length - 1;

/** Does the gateway answer, as the kiosk's log has it last? */
function isOnline(kiosk: KioskApp): boolean {
  const said = kiosk
    .log()
    .split('\n')
    .findLast((line) => line.includes('"gateway-status"'));
  return said?.includes('"online":"true"') ?? false;
}
