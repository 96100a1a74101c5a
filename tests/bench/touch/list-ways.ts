import type { ScreenName } from '../../../src-shared/session/screen.ts';
import { demo } from '../../support/people.ts';
import { action, screen, type TimedHands } from './hands.ts';
import type { Samples } from './samples.ts';

/** Look-ups, each followed by all the ways. */
const lookUps = 15;

interface Way {
  readonly from: ScreenName;
  readonly action: string;
  readonly to: ScreenName;
}

/** Touches that change the screen without asking anybody, there and back. */
const ways: readonly Way[] = [
  { from: 'TicketList', action: 'details', to: 'Ticket' },
  { from: 'Ticket', action: 'back', to: 'TicketList' },
  { from: 'TicketList', action: 'select-all', to: 'TicketList' },
  { from: 'TicketList', action: 'review', to: 'Review' },
  { from: 'Review', action: 'choose-rail', to: 'ChooseRail' },
  { from: 'ChooseRail', action: 'back', to: 'Review' },
  { from: 'Review', action: 'back', to: 'TicketList' },
  { from: 'TicketList', action: 'clear-selection', to: 'TicketList' },
];

/** Number entered to list painted, and the ways around a list of six tickets. */
export async function goListWays(hands: TimedHands, samples: Samples): Promise<void> {
  await hands.begin('en');
  await hands.touch('Home', action('service-trafficIndividuals'), screen('AskNumber'));
  for (let round = 0; round < lookUps; round += 1) {
    await hands.type('AskNumber', demo.mixed);
    const { wanted } = await hands.touch('AskNumber', action('submit-field'), screen('TicketList'));
    samples.add('inquiry.gateway', wanted);
    for (const way of ways) {
      const lap = await hands.touch(way.from, action(way.action), screen(way.to));
      samples.add('touch.nextScreen', lap.wanted);
    }
    await hands.touch('TicketList', action('back'), screen('AskNumber'));
  }
  await hands.end('AskNumber');
}
