import type { FieldId } from '../domain/field.ts';
import type { System } from '../domain/obligation.ts';
import type { PartyKind } from '../domain/party.ts';

/** Groups of services as visitors know them; the order is the order on the home screen. */
export const departments = ['traffic', 'residency', 'papers', 'help'] as const;
export type Department = (typeof departments)[number];

/** Pictograms of the icon set, understandable without reading. */
export type ServiceIcon =
  | 'car'
  | 'truck'
  | 'question'
  | 'building'
  | 'pay'
  | 'search'
  | 'home'
  | 'case'
  | 'number'
  | 'health'
  | 'steps'
  | 'card'
  | 'renew'
  | 'company'
  | 'clock'
  | 'map'
  | 'arrival'
  | 'rights'
  | 'lock'
  | 'passport'
  | 'info'
  | 'receipt';

/** How an answer is drawn: by an icon and a word too, never by the colour alone. */
export type Tone = 'good' | 'attention' | 'bad' | 'calm';

interface ServiceBase {
  /** Its words are in `language` under `service.<id>`. */
  readonly id: string;
  readonly department: Department;
  readonly icon: ServiceIcon;
  /** Stands on the home screen itself, not only in its department. */
  readonly featured?: true;
}

/** Asks its fields, one on a screen. */
interface AskingService extends ServiceBase {
  readonly fields: readonly [FieldId, ...FieldId[]];
}

/** Answers with what somebody owes. */
export interface ObligationService extends AskingService {
  readonly answers: 'obligations';
  readonly systems: readonly [System, ...System[]];
  readonly partyKind: PartyKind;
  /** May lead to payment. False: look-up only, with the way to the service that pays. */
  readonly pays: boolean;
  /** The service that pays what this one found. */
  readonly paidBy?: string;
  /** A code may be asked first; which kind, the gateway says. */
  readonly challenge?: true;
  /** May the kept copy answer when the gateway is away? */
  readonly offline: boolean;
}

/** Answers with a number the visitor came for. */
export interface NumberService extends AskingService {
  readonly answers: 'number';
  /** The question this number answers elsewhere: it is never typed again in this visit. */
  readonly yields: FieldId;
  /** Services that go on with the number. */
  readonly leadsTo: readonly string[];
}

/** Answers with a status. */
export interface StatusService extends AskingService {
  readonly answers: 'status';
  /** Words: `service.<id>.status.<code>` and `.advice`. A code that is not here: "ask at the counter". */
  readonly statuses: Readonly<Record<string, Tone>>;
  /** Reasons for a status, and the service that removes each. Words: `service.<id>.reason.<code>`. */
  readonly reasons?: Readonly<Record<string, string | null>>;
  /** Health data: shown after a touch only, printed on request, never spoken without headphones (domain 3.6). */
  readonly sensitive?: true;
}

/** Answers with dated steps. */
export interface StepsService extends AskingService {
  readonly answers: 'steps';
}

/** Explains something; its paragraphs are `service.<id>.body<n>`. */
export interface InformationService extends ServiceBase {
  readonly answers: 'information';
  readonly paragraphs: number;
  /** Services it points to. */
  readonly leadsTo?: readonly string[];
  /** Also lists the offices the gateway knows, of this department. */
  readonly offices?: true;
}

/** A service that asks the ministry something other than what is owed. */
export type FindingService = NumberService | StatusService | StepsService;

/** Everything the generic screens need to know about a service a visitor can start. */
export type Service = ObligationService | FindingService | InformationService;
