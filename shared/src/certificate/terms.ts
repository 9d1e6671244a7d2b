const DAY = 86_400_000;

/**
 * How long an application waits for its owner to bring the originals. Ours: 60 days, for a committee meets seldom; a
 * binding's own form lives a day, so the case keeps what it needs by itself.
 */
export const OPEN_FOR = 60 * DAY;

/**
 * How long the pictures of an approved case are kept. Ours: a year, the time in which an owner may challenge a decision
 * that this person voted on (民法典 280); whoever certified must be able to show on what. Then rows and pictures go.
 */
export const KEPT_FOR = 365 * DAY;

export const OPEN_DAYS = OPEN_FOR / DAY;
export const KEPT_DAYS = KEPT_FOR / DAY;
