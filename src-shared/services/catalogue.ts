import { caseProgress } from './case-progress.ts';
import { civilCard } from './civil-card.ts';
import { informationSystems } from './information-systems.ts';
import { medicalResult } from './medical-result.ts';
import { nationalityDepartment } from './nationality-department.ts';
import { newArrivals } from './new-arrivals.ts';
import { offices } from './offices.ts';
import { openingHours } from './opening-hours.ts';
import { otherWays } from './other-ways.ts';
import { privacy } from './privacy.ts';
import { referenceCitizens } from './reference-citizens.ts';
import { referenceResidents } from './reference-residents.ts';
import { renewalCompanies } from './renewal-companies.ts';
import { renewalIndividuals } from './renewal-individuals.ts';
import { residencyCases } from './residency-cases.ts';
import { residencyDepartment } from './residency-department.ts';
import { residencyFines } from './residency-fines.ts';
import { residencyInquiry } from './residency-inquiry.ts';
import { rights } from './rights.ts';
import type { Service } from './service.ts';
import { settleAll } from './settle-all.ts';
import { trafficCompanies } from './traffic-companies.ts';
import { trafficDepartment } from './traffic-department.ts';
import { trafficIndividuals } from './traffic-individuals.ts';
import { trafficInquiry } from './traffic-inquiry.ts';
import { unknownTicket } from './unknown-ticket.ts';

/** Everything a visitor can start; inside a department the order is the order on its screen. */
export const catalogue: readonly Service[] = [
  settleAll,
  trafficIndividuals,
  trafficInquiry,
  trafficCompanies,
  unknownTicket,
  trafficDepartment,
  residencyFines,
  residencyCases,
  residencyInquiry,
  renewalIndividuals,
  renewalCompanies,
  medicalResult,
  residencyDepartment,
  referenceResidents,
  referenceCitizens,
  civilCard,
  caseProgress,
  informationSystems,
  nationalityDepartment,
  newArrivals,
  otherWays,
  offices,
  openingHours,
  rights,
  privacy,
];

/** The service with this id, if there is one. */
export function serviceById(id: string): Service | undefined {
  return catalogue.find((service) => service.id === id);
}
