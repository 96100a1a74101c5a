/*
 * The icon set: Lucide (ISC licence), one stroke width. Names say what an icon means here, not what it shows.
 */
import carSvg from 'lucide-static/icons/car.svg?raw';
import truckSvg from 'lucide-static/icons/truck.svg?raw';
import questionSvg from 'lucide-static/icons/circle-question-mark.svg?raw';
import buildingSvg from 'lucide-static/icons/building-2.svg?raw';
import backSvg from 'lucide-static/icons/arrow-left.svg?raw';
import forwardSvg from 'lucide-static/icons/arrow-right.svg?raw';
import nextSvg from 'lucide-static/icons/chevron-right.svg?raw';
import previousSvg from 'lucide-static/icons/chevron-left.svg?raw';
import tickSvg from 'lucide-static/icons/check.svg?raw';
import crossSvg from 'lucide-static/icons/x.svg?raw';
import doneSvg from 'lucide-static/icons/circle-check.svg?raw';
import failedSvg from 'lucide-static/icons/circle-x.svg?raw';
import warningSvg from 'lucide-static/icons/triangle-alert.svg?raw';
import infoSvg from 'lucide-static/icons/info.svg?raw';
import shieldSvg from 'lucide-static/icons/shield-check.svg?raw';
import printerSvg from 'lucide-static/icons/printer.svg?raw';
import receiptSvg from 'lucide-static/icons/receipt-text.svg?raw';
import phoneSvg from 'lucide-static/icons/smartphone.svg?raw';
import screenSvg from 'lucide-static/icons/monitor.svg?raw';
import terminalSvg from 'lucide-static/icons/nfc.svg?raw';
import cardSvg from 'lucide-static/icons/credit-card.svg?raw';
import languagesSvg from 'lucide-static/icons/languages.svg?raw';
import leaveSvg from 'lucide-static/icons/log-out.svg?raw';
import eraseSvg from 'lucide-static/icons/delete.svg?raw';
import clockSvg from 'lucide-static/icons/clock.svg?raw';
import placeSvg from 'lucide-static/icons/map-pin.svg?raw';
import calendarSvg from 'lucide-static/icons/calendar-clock.svg?raw';
import plateSvg from 'lucide-static/icons/gauge.svg?raw';
import noNetworkSvg from 'lucide-static/icons/wifi-off.svg?raw';
import noAnswerSvg from 'lucide-static/icons/cloud-off.svg?raw';
import searchSvg from 'lucide-static/icons/search.svg?raw';
import handSvg from 'lucide-static/icons/hand.svg?raw';
import lockSvg from 'lucide-static/icons/lock.svg?raw';
import usersSvg from 'lucide-static/icons/users.svg?raw';
import idCardSvg from 'lucide-static/icons/id-card.svg?raw';
import courtSvg from 'lucide-static/icons/gavel.svg?raw';
import againSvg from 'lucide-static/icons/rotate-cw.svg?raw';
import listSvg from 'lucide-static/icons/list.svg?raw';
import landmarkSvg from 'lucide-static/icons/landmark.svg?raw';
import scanSvg from 'lucide-static/icons/scan-qr-code.svg?raw';
import touchSvg from 'lucide-static/icons/pointer.svg?raw';
import waitingSvg from 'lucide-static/icons/hourglass.svg?raw';
import helperSvg from 'lucide-static/icons/headset.svg?raw';
import stoppedSvg from 'lucide-static/icons/circle-slash.svg?raw';
import settingsSvg from 'lucide-static/icons/settings.svg?raw';
import plusSvg from 'lucide-static/icons/circle-plus.svg?raw';
import minusSvg from 'lucide-static/icons/circle-minus.svg?raw';
import coinsSvg from 'lucide-static/icons/hand-coins.svg?raw';
import powerSvg from 'lucide-static/icons/power.svg?raw';
import personSvg from 'lucide-static/icons/user-round.svg?raw';
import copySvg from 'lucide-static/icons/file-search.svg?raw';
import houseSvg from 'lucide-static/icons/house.svg?raw';
import folderSvg from 'lucide-static/icons/folder-open.svg?raw';
import numberSvg from 'lucide-static/icons/hash.svg?raw';
import healthSvg from 'lucide-static/icons/heart-pulse.svg?raw';
import stepsSvg from 'lucide-static/icons/list-checks.svg?raw';
import factorySvg from 'lucide-static/icons/factory.svg?raw';
import arrivalSvg from 'lucide-static/icons/plane-landing.svg?raw';
import scalesSvg from 'lucide-static/icons/scale.svg?raw';
import passportSvg from 'lucide-static/icons/book-user.svg?raw';
import comfortSvg from 'lucide-static/icons/person-standing.svg?raw';
import textSizeSvg from 'lucide-static/icons/a-large-small.svg?raw';
import contrastSvg from 'lucide-static/icons/contrast.svg?raw';
import lowerSvg from 'lucide-static/icons/arrow-down-to-line.svg?raw';
import stillSvg from 'lucide-static/icons/circle-pause.svg?raw';
import upSvg from 'lucide-static/icons/chevron-up.svg?raw';
import downSvg from 'lucide-static/icons/chevron-down.svg?raw';
import { shapesOf, type Shape } from './shapes.ts';

const sources = {
  car: carSvg,
  truck: truckSvg,
  question: questionSvg,
  building: buildingSvg,
  back: backSvg,
  forward: forwardSvg,
  next: nextSvg,
  previous: previousSvg,
  tick: tickSvg,
  cross: crossSvg,
  done: doneSvg,
  failed: failedSvg,
  warning: warningSvg,
  info: infoSvg,
  shield: shieldSvg,
  printer: printerSvg,
  receipt: receiptSvg,
  phone: phoneSvg,
  screen: screenSvg,
  terminal: terminalSvg,
  card: cardSvg,
  languages: languagesSvg,
  leave: leaveSvg,
  erase: eraseSvg,
  clock: clockSvg,
  place: placeSvg,
  calendar: calendarSvg,
  plate: plateSvg,
  noNetwork: noNetworkSvg,
  noAnswer: noAnswerSvg,
  search: searchSvg,
  hand: handSvg,
  lock: lockSvg,
  users: usersSvg,
  idCard: idCardSvg,
  court: courtSvg,
  again: againSvg,
  list: listSvg,
  landmark: landmarkSvg,
  scan: scanSvg,
  touch: touchSvg,
  waiting: waitingSvg,
  helper: helperSvg,
  stopped: stoppedSvg,
  settings: settingsSvg,
  plus: plusSvg,
  minus: minusSvg,
  coins: coinsSvg,
  power: powerSvg,
  person: personSvg,
  copy: copySvg,
  house: houseSvg,
  folder: folderSvg,
  number: numberSvg,
  health: healthSvg,
  steps: stepsSvg,
  factory: factorySvg,
  arrival: arrivalSvg,
  scales: scalesSvg,
  passport: passportSvg,
  comfort: comfortSvg,
  textSize: textSizeSvg,
  contrast: contrastSvg,
  lower: lowerSvg,
  still: stillSvg,
  up: upSvg,
  down: downSvg,
} as const;

/** What an icon means. */
export type IconName = keyof typeof sources;

/** Icons that point along the reading direction and turn with it. Pictures, ticks and clocks never turn. */
const turning: ReadonlySet<IconName> = new Set(['back', 'forward', 'next', 'previous', 'leave', 'erase', 'list']);

const known = new Map<IconName, readonly Shape[]>();

/** The strokes of an icon on a 24 × 24 grid. */
export function iconShapes(name: IconName): readonly Shape[] {
  const shapes = known.get(name) ?? shapesOf(sources[name]);
  known.set(name, shapes);
  return shapes;
}

/** Must this icon be mirrored in right-to-left languages? */
export function turnsWithDirection(name: IconName): boolean {
  return turning.has(name);
}
