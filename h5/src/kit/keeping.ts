/** How long a form stays on the phone. */
export const KEPT = 7 * 24 * 60 * 60_000;

/** Set while pictures of a form lie on the phone: without it, nobody loads what looks after them. */
export const SHELF = 'wuye:shelf';
