import { signedHeadSchema } from '../../src-shared/feed/head.ts';
import { demo } from '../support/people.ts';
import { Phone } from '../support/phone.ts';
import { StaffHands } from '../support/staff-hands.ts';
import { Visitor } from '../support/visitor.ts';
import { expect, test } from './kiosk-test.ts';

test('a line that dies: paid on the phone meanwhile, restarted in the dark, answered with its age, and all made good when the line is back', async ({
  kiosk,
  dock,
  people,
  startKiosk,
  world,
}) => {
  test.setTimeout(240_000);
  // Online: a copy comes, and somebody begins to pay.
  const visitor = new Visitor(kiosk);
  await visitor.on('Attract');
  await kiosk.copyReady();
  await visitor.startPaying(people.next(1).number, 'On your phone');
  await visitor.on('PayOnPhone');
  const code = await kiosk.codeOnScreen();

  // The line dies, the visitor pays on the phone all the same, and the power goes.
  await dock.network('down');
  await new Phone().pay(code);
  await visitor.on('PaymentUnknown', 60_000);
  await kiosk.kill();

  // In the dark: the kiosk still says what somebody owes, how old that is, and prints it.
  const again = await startKiosk(kiosk.dataFolder);
  const other = new Visitor(again);
  await again.on('PaymentUnknown', 30_000);
  await other.press('PaymentUnknown', 'leave-payment');
  await other.on('Attract', 30_000);
  const papers = (await dock.papers()).length;
  await other.chooseLanguage();
  await other.lookUp(demo.mixed);
  const list = await other.on('TicketList', 30_000);
  await expect(list.getByText(/From the kiosk’s copy of/)).toBeVisible();
  await expect(list.locator('[data-action="select-all"]')).toHaveCount(0);
  await other.touch('TicketList', 'Print a statement');
  await other.on('Slip');
  await expect.poll(async () => (await dock.papers()).length).toBe(papers + 1);

  // The line is back: what is owed to the gateway is brought, and the copy is compared with the gateway's.
  await dock.network('up');
  await other.press('Slip', 'finish');
  await other.on('Attract', 30_000);
  const staff = new StaffHands(again);
  const page = await staff.comeIn('S201');
  for (const line of ['network', 'owed', 'unknown', 'unposted', 'feed']) {
    await expect(page.locator(`[data-line="${line}"]`)).toHaveAttribute('data-state', 'good', { timeout: 60_000 });
  }
  const { head } = signedHeadSchema.parse(await (await fetch(`${world.gatewayUrl}/v1/feed/head`)).json());
  await expect(page.locator('[data-line="feed"]')).toContainText(`Edition ${head.seq},`, { timeout: 60_000 });
  await staff.goTo('payments');
  await expect(page.locator('[data-pid]').first()).toContainText('Paid');
});
