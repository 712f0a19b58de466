/** Stores invites; an account that is created with one counts its use in the same transaction. */
import { type Invite, type InviteStore, invalidInvite, type NewInvite } from '../../engine/ports/invite-port.ts';
import type { Database, Transaction } from '../database/database.ts';
import { retryContention } from '../database/database-faults.ts';
import type { Dialect } from '../database/dialect.ts';
import { newId } from '../database/row-ids.ts';

const columns = '`id`, `note`, `uses`, `used`, `createdAt`, `expiresAt`, `lastUsedAt`';

/** The most invites that one list shows. */
const listMax = 1_000;

const isValidSql = ({ time }: Dialect) => `\`used\` < \`uses\` AND \`expiresAt\` > ${time(0)}`;

const listSql = (dialect: Dialect) => `SELECT ${columns}, CASE WHEN \`used\` >= \`uses\` THEN 'used up'
    WHEN ${isValidSql(dialect)} THEN 'valid' ELSE 'expired' END AS \`state\`
  FROM \`Invite\``;

/** The databases return integers and times in several types. */
type InviteRow = Record<keyof Invite, unknown>;

export function createInviteStore(database: Database): InviteStore {
  const { client, dialect } = database;
  return {
    create: (invite) => create(database, invite),

    async isValid(codeHash) {
      const sql = `SELECT \`id\` FROM \`Invite\` WHERE \`codeHash\` = ? AND ${isValidSql(dialect)}`;
      return (await client.$queryRawUnsafe<unknown[]>(sql, codeHash)).length === 1;
    },

    async list() {
      const sql = `${listSql(dialect)} ORDER BY \`createdAt\` DESC, \`id\` DESC LIMIT ${listMax}`;
      return (await client.$queryRawUnsafe<InviteRow[]>(sql)).map(toInvite);
    },

    revoke: async (id) => (await client.invite.deleteMany({ where: { id } })).count === 1,

    async purge(afterMs) {
      const before = dialect.time(-afterMs);
      const sql = `DELETE FROM \`Invite\` WHERE \`expiresAt\` < ${before} OR (\`used\` >= \`uses\` AND \`lastUsedAt\` < ${before})`;
      await retryContention(() => client.$executeRawUnsafe(sql));
    },
  };
}

async function create({ client, dialect }: Database, invite: NewInvite): Promise<Invite> {
  const { codeHash, note, uses, lifeMs } = invite;
  const id = newId();
  const sql = `INSERT INTO \`Invite\` (\`id\`, \`codeHash\`, \`note\`, \`uses\`, \`createdAt\`, \`expiresAt\`)
    VALUES (?, ?, ?, ?, ${dialect.time(0)}, ${dialect.time(lifeMs)})`;
  await client.$executeRawUnsafe(sql, id, codeHash, note, uses);
  const [row] = await client.$queryRawUnsafe<InviteRow[]>(`${listSql(dialect)} WHERE \`id\` = ?`, id);
  if (!row) throw new Error('The new invite is not there.');
  return toInvite(row);
}

/** Locks the invite's row: of two registrations with one use left, the second finds none. @throws Refusal `invalid_invite` */
export async function spendInvite(tx: Transaction, dialect: Dialect, codeHash: string): Promise<void> {
  const sql = `UPDATE \`Invite\` SET \`used\` = \`used\` + 1, \`lastUsedAt\` = ${dialect.time(0)}
    WHERE \`codeHash\` = ? AND ${isValidSql(dialect)}`;
  if ((await tx.$executeRawUnsafe(sql, codeHash)) !== 1) throw invalidInvite();
}

const toDate = (value: unknown) => new Date(value as string | Date);

function toInvite(row: InviteRow): Invite {
  return {
    id: String(row.id),
    note: String(row.note),
    uses: Number(row.uses),
    used: Number(row.used),
    createdAt: toDate(row.createdAt),
    expiresAt: toDate(row.expiresAt),
    lastUsedAt: row.lastUsedAt === null ? null : toDate(row.lastUsedAt),
    state: row.state as Invite['state'],
  };
}
