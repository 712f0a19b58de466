/** Says which rights in its database the user of a MySQL or MariaDB server lacks. */
import { type Diagnosis, wrong } from '../../policy/diagnosis.ts';

const neededRights = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'CREATE', 'ALTER', 'INDEX', 'DROP'];

/** @param grants - the lines of `SHOW GRANTS`, such as "GRANT SELECT, INSERT ON `name`.* TO …" */
export function diagnoseRights(grants: readonly string[], database: string): Diagnosis[] {
  // Rights of a role are listed apart from the user's own: only a full list can lack one.
  if (grants.some((grant) => !grant.includes(' ON '))) return [];
  const granted = grants.flatMap((grant) => rightsIn(grant, database));
  if (granted.includes('ALL PRIVILEGES')) return [];
  const missing = neededRights.filter((right) => !granted.includes(right));
  if (missing.length === 0) return [];
  const what = `The user lacks rights in the database ${database}: ${missing.join(', ')}.`;
  const why = 'Statements of Duologue or of its migrations fail.';
  return [wrong('database.rights', what, why, `GRANT ALL ON \`${database}\`.* to the user.`)];
}

/** Returns the rights that a line grants in all tables of the database. */
function rightsIn(grant: string, database: string): string[] {
  const [list = '', rest = ''] = grant.slice('GRANT '.length).split(' ON ');
  const [target = ''] = rest.split(' TO ');
  if (!target.endsWith('.*')) return [];
  const pattern = target.slice(0, -'.*'.length).replaceAll('`', '');
  return pattern === '*' || matches(database, pattern) ? list.split(', ') : [];
}

/** In a grant, `%` stands for any characters and `_` for one, unless a backslash precedes them. */
function matches(name: string, pattern: string): boolean {
  // The lengths of the beginnings of the name that match the pattern so far.
  let lengths = new Set([0]);
  for (let at = 0; at < pattern.length; at += 1) {
    const sign = pattern[at];
    if (sign === '\\') at += 1;
    lengths = sign === '%' ? from(Math.min(...lengths), name.length) : longer(lengths, name, sign, pattern[at]);
  }
  return lengths.has(name.length);
}

function from(first: number, last: number): Set<number> {
  return new Set(Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index));
}

function longer(lengths: Set<number>, name: string, sign: string | undefined, letter: string | undefined): Set<number> {
  const fitting = [...lengths].filter((length) => length < name.length && (sign === '_' || name[length] === letter));
  return new Set(fitting.map((length) => length + 1));
}
