/** The session settings of every connection to MySQL or MariaDB. */

/**
 * A node's host may vanish without closing its connections, in the middle of a transaction. The server closes a connection
 * that is silent for this many seconds, and so frees its row locks. The node itself closes an idle connection earlier.
 */
const silentSeconds = 5;

/** Jobs without time limits may compute for a while between two statements. */
const patientSilentSeconds = 60;

/** The longest wait for a row in seconds: shorter than a call of a store may take. */
const usualLockSeconds = 2;

/** The server's own mode may quote identifiers and values otherwise, or cut values that are too long. */
const mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION';

/** @param patient - no time limit on statements. */
export function sessionSettings(patient: boolean, lockSeconds = usualLockSeconds): string[] {
  const seconds = patient
    ? { wait_timeout: patientSilentSeconds }
    : {
        wait_timeout: silentSeconds,
        net_read_timeout: silentSeconds,
        net_write_timeout: silentSeconds,
        innodb_lock_wait_timeout: lockSeconds,
      };
  const settings = Object.entries(seconds).map(([name, value]) => `, SESSION ${name} = ${value}`);
  return [`SET SESSION sql_mode = '${mode}'${settings.join('')}`];
}

/**
 * With its default isolation InnoDB keeps locks on rows that it only scanned: one busy conversation would delay all others.
 * With the default dive limit it estimates each id of a list by an index look-up of its own.
 */
export const writerSettings = [
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  'SET SESSION eq_range_index_dive_limit = 1',
];
