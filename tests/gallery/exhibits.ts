import { paymentExhibits, type Exhibit } from './pushes.ts';
import { serviceExhibits } from './service-pushes.ts';

/** Every screen in every state a visitor may meet. */
export const exhibits: readonly Exhibit[] = [...paymentExhibits, ...serviceExhibits];
