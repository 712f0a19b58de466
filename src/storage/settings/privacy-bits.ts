/** The bits of a column that tells which privacy settings a user has off: 0 for none. */
import type { Privacy } from '../../protocol/settings.ts';

const bits: Record<keyof Privacy, number> = { readReceipts: 1, typingNotices: 2, lastSeen: 4 };

/** Bits of later versions are lost. */
export const toBits = (privacy: Privacy): number =>
  namesOf().reduce((sum, name) => (privacy[name] ? sum : sum | bits[name]), 0);

export const fromBits = (hides: number): Privacy =>
  Object.fromEntries(namesOf().map((name) => [name, (hides & bits[name]) === 0])) as Privacy;

const namesOf = () => Object.keys(bits) as (keyof Privacy)[];
