import type { Department, ServiceIcon } from '../../../src-shared/services/service.ts';
import type { IconName } from '../../ui/icon/icons.ts';

/** The pictogram of each service, and of nothing else. */
export const serviceIcons: Readonly<Record<ServiceIcon, IconName>> = {
  car: 'car',
  truck: 'truck',
  question: 'question',
  building: 'building',
  pay: 'coins',
  search: 'search',
  home: 'house',
  case: 'folder',
  number: 'number',
  health: 'health',
  steps: 'steps',
  card: 'idCard',
  renew: 'again',
  company: 'factory',
  clock: 'clock',
  map: 'place',
  arrival: 'arrival',
  rights: 'scales',
  lock: 'lock',
  passport: 'passport',
  info: 'info',
  receipt: 'receipt',
};

/** The pictogram of each department. */
export const departmentIcons: Readonly<Record<Department, IconName>> = {
  traffic: 'car',
  residency: 'house',
  papers: 'idCard',
  help: 'info',
};
