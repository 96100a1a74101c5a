import { sumFils } from '../../src-shared/domain/money.ts';
import type { Plate, TrafficDetail, TrafficObligation } from '../../src-shared/domain/obligation.ts';
import { addDays, addMonths, daysBetween } from './calendar.ts';
import { officeCodeFor, places, type Place } from './places.ts';
import type { Random } from './random.ts';
import { meaningOf, type Standing } from './standings.ts';
import type { Vehicle } from './vehicles.ts';
import { presentAmountsFrom, settlementAmount, violationByCode, type Violation } from './violation-table.ts';

/** What is decided about a ticket beforehand; everything left out is drawn. */
export interface TicketRecipe {
  /** One to six codes of the table. */
  readonly offences: readonly string[];
  readonly kind: 'direct' | 'indirect';
  readonly standing: Standing;
  /** Days before today, or a fixed day. Days before today never reach back behind the present amounts. */
  readonly when?: { readonly daysAgo: number } | { readonly on: string };
  readonly place?: Place;
  readonly plate?: 'none' | 'number' | 'code' | 'full';
  /** km/h over the limit, for speeding. */
  readonly excessKmh?: number;
}

/** Whose tickets are written, and with what. */
export interface TicketSource {
  readonly random: Random;
  /** The plates of the party's vehicles; at least one. */
  readonly vehicles: readonly Vehicle[];
  /** Day in Kuwait, YYYY-MM-DD. */
  readonly today: string;
  /** The next unused ticket number. */
  nextTicketNo(): string;
}

/** Writes a ticket. The draws do not depend on `today`, so numbers and situations stay when the dates move on. */
export function makeTicket(recipe: TicketRecipe, source: TicketSource): TrafficObligation {
  const { random } = source;
  const ticketNo = source.nextTicketNo();
  const place = recipe.place ?? random.pick(placesFor(recipe));
  const offences = recipe.offences.map(violationByCode);
  const day = offenceDay(recipe, source);
  const speed = drawSpeed(offences, recipe, random);
  const { status, reason, office } = meaningOf(recipe.standing);
  return {
    id: `traffic-${ticketNo}`,
    version: random.int(1, 3),
    system: 'traffic',
    amountFils: sumFils(offences.map((offence) => settlementAmount(offence, day, excessOf(speed)))),
    status,
    ...(reason === undefined ? {} : { notPayableReason: reason }),
    ...(office === undefined ? {} : { officeCode: officeCodeFor(office, place.governorate) }),
    detail: {
      ticketNo,
      kind: recipe.kind,
      occurredAt: `${day}T${drawTime(day === source.today, random)}:00+03:00`,
      place: place.text,
      ...drawPlate(recipe, source),
      ...(speed === undefined ? {} : { speed }),
      ...(recipe.kind === 'direct' ? { points: demoPoints(offences) } : {}),
      // The two months are a rule of the amended law; older tickets came without.
      ...(day < presentAmountsFrom ? {} : { settleBy: addMonths(day, 2) }),
      offences: offences.map(({ code, text, article }) => ({ code, text, article })),
    },
  };
}

/** Parking, and what happens on pavements. */
const standingOffences: ReadonlySet<string> = new Set(['37-1', '33bis-9', '35-6', '36-3', '36-11']);

function placesFor({ offences }: TicketRecipe): readonly Place[] {
  if (offences.includes('33bis-4')) return places.filter(({ fast }) => fast);
  return offences.some((code) => standingOffences.has(code)) ? places.filter(({ fast }) => !fast) : places;
}

function offenceDay(recipe: TicketRecipe, { random, today }: TicketSource): string {
  const oldest = daysBetween(presentAmountsFrom, today);
  const drawn = random.int(1, Math.min(oldest, 540));
  const when = recipe.when ?? { daysAgo: drawn };
  return 'on' in when ? when.on : addDays(today, -Math.min(when.daysAgo, oldest));
}

/** HH:MM. Early on the present day, or the offence would lie in the future. */
function drawTime(isToday: boolean, random: Random): string {
  const hour = String(random.int(0, 23)).padStart(2, '0');
  const minute = String(random.int(0, 59)).padStart(2, '0');
  return isToday ? '00:05' : `${hour}:${minute}`;
}

function drawSpeed(offences: readonly Violation[], recipe: TicketRecipe, random: Random): TrafficDetail['speed'] {
  const limit = random.pick([60, 80, 100, 120]);
  const excess = recipe.excessKmh ?? random.int(6, 70);
  return offences.some((offence) => offence.settlement.kind === 'by_speed')
    ? { limit, measured: limit + excess }
    : undefined;
}

function excessOf(speed: TrafficDetail['speed']): number {
  return speed === undefined ? 0 : speed.measured - speed.limit;
}

function drawPlate(recipe: TicketRecipe, { random, vehicles }: TicketSource): { plate?: Plate } {
  const shape = recipe.plate ?? random.pick(['number', 'code', 'code', 'full', 'full', 'full'] as const);
  const { number, code, governorate } = random.pick(vehicles);
  if (shape === 'none') return {};
  if (shape === 'number') return { plate: { number } };
  return { plate: shape === 'code' ? { number, code } : { number, code, governorate } };
}

/** Made up: the present points schedule is not published. Four is the highest one violation had in the last known one. */
function demoPoints(offences: readonly Violation[]): number {
  const points = offences.map(({ article }) => (article.startsWith('33') ? 3 : article === '34' ? 2 : 1));
  return Math.min(4, Math.max(...points));
}
