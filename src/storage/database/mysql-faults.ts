/** Explains in one sentence why MySQL or MariaDB cannot be used: the cause, and the setting or the right to check. */
import { createConnection } from 'mariadb';
import { OperatorError } from '../../policy/exit-codes.ts';
import { Refusal } from '../../protocol/refusals.ts';
import { chainOf, codesOf, toRefusal } from './database-faults.ts';
import { describeDatabase } from './database-name.ts';
import { poolOptions } from './mysql.ts';

/** The predicate of the sentence, by the code of the driver, of the server or of Node.js. */
const causes: readonly [codes: readonly string[], says: string][] = [
  [['1045', '1698', '1251'], 'refuses the user or the password. Check DATABASE_URL.'],
  [['1049'], 'has no database of this name. Create it, or check DATABASE_URL.'],
  [
    ['1044'],
    'gives this user no right to the database. Check DATABASE_URL, and grant the user all rights in the database.',
  ],
  [
    ['1142', '1143', '1227', '1370'],
    'refuses a statement, since the user lacks a right. Grant the user all rights in the database.',
  ],
  [
    ['1040', '1203', '1226'],
    'has too many connections. Raise max_connections, or lower connectionLimit in DATABASE_URL.',
  ],
  [['1129', '1130'], 'does not accept connections from this host. Allow them for the user of DATABASE_URL.'],
  [['1290', '1792', '1836'], 'is read-only. Make it writable, or check DATABASE_URL.'],
  [['ENOTFOUND', 'EAI_AGAIN'], 'cannot be found: the name of the host is unknown. Check DATABASE_URL.'],
  [['ECONNREFUSED'], 'does not answer: nothing listens there. Start it, or check DATABASE_URL.'],
  [
    ['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', '45012', '45026', '45009', 'ECONNRESET'],
    'does not answer. Check the network, and DATABASE_URL.',
  ],
  [
    ['45023'],
    'offers no TLS, but DATABASE_URL asks for it. Turn TLS on at the server, or remove "ssl" from DATABASE_URL.',
  ],
  [
    [
      'SELF_SIGNED_CERT_IN_CHAIN',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'UNABLE_TO_GET_ISSUER_CERT',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'CERT_HAS_EXPIRED',
      'ERR_TLS_CERT_ALTNAME_INVALID',
      '45056',
      '45057',
      '45059',
      '45062',
    ],
    'shows a TLS certificate that is not trusted. Name its authority in NODE_EXTRA_CA_CERTS, or renew the certificate.',
  ],
  [['45044'], 'sends no key for the password. Use TLS, or add allowPublicKeyRetrieval=true to DATABASE_URL.'],
];

/** The error itself where it is a defect. Otherwise asks the server once more: a pool hides why it got no connection. */
export async function mysqlFault(error: unknown, url: string): Promise<unknown> {
  if (error instanceof OperatorError) return error;
  const known = predicateOf(error);
  if (known === null && !(toRefusal(error) instanceof Refusal)) return error;
  return sentence(url, known ?? (await connectionFault(url)) ?? 'does not answer in time. Check DATABASE_URL.');
}

/** The predicate of the sentence for a connection that fails; null when it succeeds. */
async function connectionFault(url: string): Promise<string | null> {
  const { connectionLimit: _, minimumIdle: __, acquireTimeout: ___, ...options } = poolOptions(url, 1);
  try {
    const connection = await createConnection(options);
    await connection.end();
    return null;
  } catch (error) {
    return predicateOf(error) ?? `cannot be used (${reasonOf(error)}). Check DATABASE_URL.`;
  }
}

function predicateOf(error: unknown): string | null {
  const codes = chainOf(error).flatMap(codesOf);
  return causes.find(([known]) => known.some((code) => codes.includes(code)))?.[1] ?? null;
}

/** The driver's text without the number of the connection and the SQL. */
function reasonOf(error: unknown): string {
  const { sqlMessage, message } = Object(error);
  return `${sqlMessage ?? message}`.split('\n')[0] ?? '';
}

const sentence = (databaseUrl: string, says: string) =>
  new OperatorError('unreachable', `The database ${describeDatabase({ databaseUrl, dataDir: '' }).text}, ${says}`);
