import { PNG } from 'pngjs';
import type { ScreenName } from '../../src-shared/session/screen.ts';
import { speechLanguages } from '../../src-shared/speech/spoken.ts';
import type { Dock } from '../support/dock.ts';
import type { People } from '../support/people.ts';
import { Listener } from '../support/listener.ts';
import { expect, test } from './kiosk-test.ts';

/** A way through the kiosk to a choice of rail, as stops of the keypad. */
interface Service {
  readonly name: string;
  readonly home: string;
  /** Somebody who owes something, another each time: what is paid stays paid. */
  readonly person: (people: People) => string;
  /** After the number, screen by screen. */
  readonly toRails: readonly (readonly [screen: ScreenName, stop: string])[];
}

const action = (name: string): string => `[data-action="${name}"]`;
const traffic: Service = {
  name: 'traffic',
  home: action('service-trafficIndividuals'),
  person: (people) => people.next(1, 3).number,
  toRails: [
    ['TicketList', action('select-all')],
    ['TicketList', action('review')],
    ['Review', action('choose-rail')],
  ],
};

const residency: Service = {
  ...traffic,
  name: 'residency',
  home: action('service-residencyFines'),
  person: (people) => people.nextWithBoth().number,
};

async function tapCard(dock: Dock): Promise<void> {
  await expect.poll(() => dock.terminalDisplay(), { timeout: 15_000 }).toMatch(/^Present card/);
  await dock.terminal('tap_card');
}

for (const service of [traffic, residency]) {
  test(`a ${service.name} payment with nothing but the five keys of a keypad (A12)`, async ({
    kiosk,
    dock,
    people,
  }) => {
    test.setTimeout(240_000);
    const thumb = new Listener(kiosk);
    await thumb.choose('Attract', action('begin'));
    await thumb.choose('Language', action('language-en'));
    await thumb.choose('Home', service.home);
    for (const digit of service.person(people)) await thumb.choose('AskNumber', `[data-key="${digit}"]`);
    await thumb.choose('AskNumber', action('submit-field'));
    for (const [screen, stop] of service.toRails) await thumb.choose(screen, stop);
    await thumb.choose('ChooseRail', action('pay-terminal'));
    await tapCard(dock);
    await thumb.choose('Paid', action('finish'));
    await kiosk.on('Goodbye');
    expect(thumb.heard().filter(({ key }) => key !== 'chime')).toEqual([]);
  });

  test(`a ${service.name} payment by ear, with headphones and the screen dark (A31–A35, A42)`, async ({
    kiosk,
    dock,
    people,
  }) => {
    test.setTimeout(300_000);
    const ear = new Listener(kiosk);
    await kiosk.on('Attract');
    await dock.headphones('in');
    await ear.hears('speech.greeting', 10_000);
    await ear.hearsAllOf('Language', 'ar');
    const offered = await (
      await kiosk.page()
    )
      .locator('[data-action^="language-"]')
      .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('lang') ?? ''));
    expect(offered.filter((language) => !(speechLanguages as readonly string[]).includes(language))).toEqual([]);
    await ear.press('F22');
    await expectOneColour(await kiosk.page());

    await ear.choose('Language', action('language-en'));
    await ear.hearsAllOf('Home', 'en');
    await ear.choose('Home', service.home);
    await ear.hearsAllOf('AskNumber', 'en');
    await ear.shieldIsDown();
    for (const digit of service.person(people)) await ear.press(digit);
    await ear.choose('AskNumber', action('submit-field'));
    let before: ScreenName | null = null;
    for (const [screen, stop] of service.toRails) {
      // On the same screen only what is new is said, here what was selected and the sum of it.
      if (screen === before) await ear.hears('list.selected');
      else expect(await ear.hearsAllOf(screen, 'en')).toBeGreaterThan(3);
      await ear.choose(screen, stop);
      before = screen;
    }
    await ear.hearsAllOf('ChooseRail', 'en');
    await ear.choose('ChooseRail', action('pay-terminal'));
    await ear.hearsAllOf('PayOnTerminal', 'en');
    expect((await dock.lights()).card).toBe(true);
    await expectOneColour(await kiosk.page());
    ear.fromNow();
    await tapCard(dock);
    await ear.hears('paid.title', 45_000);
    await ear.hears('print.receipt.printed', 20_000);
    await ear.hearsAllOf('Paid', 'en');
    // Light, sound, picture and speech say that the paper is out, and where (A40).
    expect((await dock.lights()).receipt).toBe(true);
    await ear.hears('chime');
    await expect((await kiosk.page()).locator('[data-print="printed"]')).toHaveCount(1);
    expect(ear.heard().every(({ as, route }) => as === 'words' && route === 'private')).toBe(true);
    await ear.choose('Paid', action('finish'));
    await ear.hearsAllOf('Goodbye', 'en');
    await kiosk.on('Attract', 30_000);
    expect((await dock.lights()).receipt).toBe(false);
  });
}

async function expectOneColour(page: { screenshot(): Promise<Buffer> }): Promise<void> {
  await expect
    .poll(async () => {
      const { data } = PNG.sync.read(await page.screenshot());
      const pixels = new Uint32Array(data.buffer, data.byteOffset, data.length / 4);
      return pixels.every((pixel) => pixel === pixels[0]);
    })
    .toBe(true);
}

test('on the loudspeaker nothing personal is said, and the plug decides in the middle of a screen (A34, A35)', async ({
  kiosk,
  dock,
  people,
}) => {
  test.setTimeout(180_000);
  const ear = new Listener(kiosk);
  await kiosk.on('Attract');
  await ear.press('F13');
  await ear.hears('speech.greeting', 10_000);
  await ear.choose('Language', action('language-en'));
  await ear.choose('Home', traffic.home);
  await kiosk.on('AskNumber');
  await ear.shieldIsDown();
  for (const digit of people.next(1, 3).number) await ear.press(digit);
  // The first digit is a tone already, and says why.
  await ear.hears('speech.plugIn');
  await ear.choose('AskNumber', action('submit-field'));
  await ear.hearsAllOf('TicketList', 'en');
  const aloud = ear.heard();
  expect(aloud.filter(({ key, as }) => key === 'data' && as === 'words')).toEqual([]);
  expect(aloud.filter(({ key }) => key === 'list.title')).toMatchObject([{ as: 'tone', route: 'open' }]);
  await ear.plug(dock, 'in');
  await ear.hears('data');
  expect(ear.heard().every(({ as }) => as === 'words')).toBe(true);
  await ear.plug(dock, 'out');
  await (await kiosk.page()).waitForTimeout(500);
  await ear.press('F17');
  await ear.hears('list.title');
  expect(ear.heard().filter(({ as, key }) => as === 'words' && key === 'data')).toEqual([]);
});

test('the result of a medical test is never said aloud, and is said in headphones (domain 3.6)', async ({
  kiosk,
  dock,
}) => {
  test.setTimeout(180_000);
  const ear = new Listener(kiosk);
  await kiosk.on('Attract');
  await ear.press('F13');
  await ear.choose('Language', action('language-en'));
  await ear.choose('Home', action('department-residency'));
  await ear.choose('Department', action('service-medicalResult'));
  await kiosk.on('AskNumber');
  await ear.shieldIsDown();
  for (const digit of '310000017') await ear.press(digit);
  await ear.choose('AskNumber', action('submit-field'));
  await ear.hears('found.health.title');
  await ear.choose('FoundStatus', action('show-finding'));
  await ear.hearsAllOf('FoundStatus', 'en');
  const result = (): string[] =>
    ear.heard().flatMap(({ key, as }) => (key === 'service.medicalResult.status.fit' ? [as] : []));
  expect(result()).toEqual(['tone']);
  await ear.plug(dock, 'in');
  await ear.hears('service.medicalResult.status.fit');
  expect(result()).toEqual(['words']);
});

test('a question over the screen takes the keypad in and lets it out again; help has two layers', async ({ kiosk }) => {
  const ear = new Listener(kiosk);
  await kiosk.on('Attract');
  await ear.press('F13');
  await ear.choose('Language', action('language-en'));
  await kiosk.on('Home');
  await ear.hears('home.title');
  await ear.shieldIsDown();
  ear.fromNow();
  await ear.press('F16');
  await ear.hears('help.choosing');
  await ear.hearsAllOf('Home', 'en');
  await ear.press('F16');
  await ear.hears('keypad.move');
  await ear.hearsAllOf('Home', 'en');
  const page = await kiosk.page();
  const inside = (): Promise<boolean> =>
    page.evaluate(() => document.activeElement?.closest('[role=alertdialog]') !== null);
  for (let step = 0; step < 5; step += 1) {
    await ear.press('ArrowDown');
    expect(await inside()).toBe(true);
  }
  await ear.press('F16');
  await expect(page.locator('[role=alertdialog]')).toHaveCount(0);
  await ear.press('Escape');
  await expect(page.locator('[data-dialog="end"]')).toHaveCount(1);
  await ear.press('Escape');
  await expect(page.locator('[data-dialog="end"]')).toHaveCount(0);
  await ear.choose('Home', traffic.home);
  await kiosk.on('AskNumber');
});

test.describe('with real sound', () => {
  test.use({ speech: 'sound' });

  test('the window plays the voice, at the chosen speed with its pitch kept, and a touch brings the picture back (A37, A42)', async ({
    kiosk,
    dock,
  }) => {
    const ear = new Listener(kiosk);
    const page = await kiosk.on('Attract');
    const pressedAt = performance.now();
    await ear.press('F13');
    await ear.hears('speech.greeting', 10_000);
    test
      .info()
      .annotations.push({ type: 'first word after', description: `${Math.round(performance.now() - pressedAt)} ms` });
    const audio = (): Promise<{ rate: number; pitch: boolean; at: number; length: number }> =>
      page.evaluate(() => {
        const [element] = document.querySelectorAll('audio');
        if (!element) throw new Error('nothing to play sound with');
        const { playbackRate, preservesPitch, currentTime, duration } = element;
        return { rate: playbackRate, pitch: preservesPitch, at: currentTime, length: duration };
      });
    await expect.poll(async () => (await audio()).at).toBeGreaterThan(0);
    expect(await audio()).toMatchObject({ rate: 1, pitch: true });
    expect((await audio()).length).toBeGreaterThan(1);
    await ear.press('F20', 'F20', 'F20', 'F20');
    await expect.poll(audio).toMatchObject({ rate: 2, pitch: true });
    // The next sentence follows by itself: the end of a sound is told.
    await ear.hears('language.title', 30_000);
    // Nothing cuts the greeting off: it is said in both languages before the screen is (the keys said it anew).
    const heard = ear.heard().map(({ key, language }) => `${key} ${language}`);
    expect([...new Set(heard)].slice(0, 3)).toEqual(['speech.greeting ar', 'speech.greeting en', 'language.title ar']);
    await ear.press('F22');
    await expectOneColour(page);
    await page.mouse.click(500, 900);
    await expect(page.locator('[data-blank]')).toHaveCount(0);
    expect(await kiosk.screen()).toBe('Language');
    await dock.headphones('in');
    await dock.headphones('out');
    await expect.poll(() => page.evaluate(() => document.querySelector('audio')?.paused)).toBe(true);
  });
});
