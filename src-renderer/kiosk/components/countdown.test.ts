import { expect, it } from 'vitest';
import { countdownIsSpoken } from './countdown.ts';

it('says the countdown every fifteen seconds and each of the last twenty', () => {
  const said = Array.from({ length: 46 }, (_, left) => left).filter(countdownIsSpoken);
  expect(said).toEqual([...Array.from({ length: 21 }, (_, left) => left), 30, 45]);
});
