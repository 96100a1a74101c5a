/*
 * Which routes need a kiosk's signature: all but these. A route nobody thought of is refused, not open.
 */

/**
 * Routes for whoever comes: a phone, K-Net, a person with a receipt, a kiosk that is not enrolled yet; the feed's files
 * prove themselves, and any cache may hand them on; so does what a stick carries.
 */
const openRoutes = ['/v1/status', '/v1/kiosks/enrol', '/v1/feed/head', '/v1/sticks', '/verify'];
const openFolders = ['/docs', '/p', '/knet', '/receipt', '/v1/feed/objects'];

/** @param route the pattern the router matched, such as `/p/:token`; never the address as sent */
export function needsSignature(route: string): boolean {
  const isOpen =
    openRoutes.includes(route) || openFolders.some((folder) => route === folder || route.startsWith(`${folder}/`));
  return !isOpen;
}

/** Reserve, open, commit and the like: never refused because a clock is wrong (law 11). */
export function movesMoney(method: string, route: string): boolean {
  return method === 'POST' && (route === '/v1/payments' || route.startsWith('/v1/payments/'));
}

/** Only COMMIT: what a revoked kiosk has captured is a fact, and is booked under quarantine (law 4). */
export function takesRevoked(method: string, route: string): boolean {
  return method === 'POST' && route === '/v1/payments/:pid/commit';
}
