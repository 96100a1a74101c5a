/** Reaches the ministry over this machine's network. A redirect is an error: nobody sends us elsewhere. */
export const networkFetch: typeof fetch = (address, options) => fetch(address, { ...options, redirect: 'error' });
