import type { PartyKind } from '../domain/party.ts';

/** Departments as visitors know them; the order is the order on the home screen. */
export const departments = ['traffic', 'help'] as const;
export type Department = (typeof departments)[number];

/** Pictograms of the icon set, understandable without reading. */
export type ServiceIcon = 'car' | 'truck' | 'question' | 'building';

interface ServiceBase {
  readonly id: string;
  readonly department: Department;
  readonly icon: ServiceIcon;
}

/** Asks for one number, answers with obligations, may lead to payment. */
export interface ObligationService extends ServiceBase {
  readonly answers: 'obligations';
  readonly system: 'traffic';
  readonly partyKind: PartyKind;
  /** May the kept copy answer when the gateway is away? */
  readonly offline: boolean;
}

/** Explains something; its words are in `language` under `service.<id>`. */
export interface InformationService extends ServiceBase {
  readonly answers: 'information';
  /** How many paragraphs `service.<id>.body<n>` there are. */
  readonly paragraphs: number;
}

/** Everything the generic screens need to know about a service a visitor can start. */
export type Service = ObligationService | InformationService;
