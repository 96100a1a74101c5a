import { servicesEn } from './en.ts';

/** Bengali words of the services; English until they are written. */
export const servicesBn: Readonly<Record<keyof typeof servicesEn, string>> = servicesEn;
