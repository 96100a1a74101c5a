import type { ServiceIcon } from '../../../src-shared/services/service.ts';
import type { IconName } from '../../ui/icon/icons.ts';

/** The pictogram of each service, and of nothing else. */
export const serviceIcons: Readonly<Record<ServiceIcon, IconName>> = {
  car: 'car',
  truck: 'truck',
  question: 'question',
  building: 'building',
};
