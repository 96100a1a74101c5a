import { servicesEn } from './en.ts';

/** Urdu words of the services; English until they are written. */
export const servicesUr: Readonly<Record<keyof typeof servicesEn, string>> = servicesEn;
