import { servicesEn } from './en.ts';

/** Filipino words of the services; English until they are written. */
export const servicesFil: Readonly<Record<keyof typeof servicesEn, string>> = servicesEn;
