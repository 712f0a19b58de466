/** The lifetime of a session. */

const day = 24 * 3_600_000;

/** A session ends after 7 days without use, and after 30 days in any case. */
export const sessionLife = { idleMs: 7 * day, absoluteMs: 30 * day } as const;
