/** Wall time of this machine in ms, for "3 hours ago". It may jump; nothing but words depends on it. */
export function nowMs(): number {
  return Date.now();
}
