import { servicesEn } from './en.ts';

/** Hindi words of the services; English until they are written. */
export const servicesHi: Readonly<Record<keyof typeof servicesEn, string>> = servicesEn;
