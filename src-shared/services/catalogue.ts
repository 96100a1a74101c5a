import { otherWays } from './other-ways.ts';
import type { Service } from './service.ts';
import { trafficCompanies } from './traffic-companies.ts';
import { trafficIndividuals } from './traffic-individuals.ts';
import { unknownTicket } from './unknown-ticket.ts';

/** Everything a visitor can start, in the order of the home screen. */
export const catalogue: readonly Service[] = [trafficIndividuals, trafficCompanies, unknownTicket, otherWays];

/** The service with this id, if there is one. */
export function serviceById(id: string): Service | undefined {
  return catalogue.find((service) => service.id === id);
}
