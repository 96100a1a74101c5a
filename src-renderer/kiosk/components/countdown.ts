/** The countdown is said every 15 s and each second of the last 20 s. */
export function countdownIsSpoken(secondsLeft: number): boolean {
  return secondsLeft <= 20 || secondsLeft % 15 === 0;
}
