/**
 * Stores users' settings as JSON with a version, so that of two devices none overwrites what the other saved. Privacy has
 * a column of its own: nodes of earlier versions leave it as it is.
 */
import type { UserId } from '../../engine/ports/identifiers.ts';
import type { SettingsStore, UserPrivacy } from '../../engine/ports/settings-port.ts';
import { type Database, placeholders, type Transaction } from '../database/database.ts';
import { retryContention } from '../database/database-faults.ts';
import type { Dialect } from '../database/dialect.ts';
import { fromBits, toBits } from './privacy-bits.ts';

export function createSettingsStore(database: Database): SettingsStore {
  const { client } = database;
  return {
    async find(userId) {
      const row = await client.userSettings.findUnique({ where: { userId } });
      if (!row) return null;
      const { settings, hides, version, doNotDisturbUntil } = row;
      return { settings: JSON.parse(settings), privacy: fromBits(hides), version, doNotDisturbUntil };
    },
    replace: (userId, from, settings, privacy) =>
      retryContention(() =>
        from === 0
          ? create(database, userId, JSON.stringify(settings), toBits(privacy))
          : update(database, { userId, from, settings: JSON.stringify(settings), hides: toBits(privacy) }),
      ),
    async privacyOf(userIds) {
      if (userIds.length === 0) return [];
      const sql = `${privacySql} WHERE \`userId\` IN (${placeholders(userIds.length)})`;
      return (await client.$queryRawUnsafe<PrivacyRow[]>(sql, ...userIds)).map(asUserPrivacy);
    },
    async privacyChangedWithin(windowMs) {
      const sql = `${privacySql} WHERE \`hidesChangedAt\` >= ${database.dialect.time(-windowMs)}`;
      return (await client.$queryRawUnsafe<PrivacyRow[]>(sql)).map(asUserPrivacy);
    },
  };
}

interface PrivacyRow {
  userId: UserId;
  hides: number | bigint;
  version: number | bigint;
}

const privacySql = 'SELECT `userId`, `hides`, `version` FROM `UserSettings`';

const asUserPrivacy = ({ userId, hides, version }: PrivacyRow): UserPrivacy => ({
  userId,
  privacy: fromBits(Number(hides)),
  version: Number(version),
});

/** Adds a row with the defaults for a user without one. */
export async function addSettings(tx: Transaction, { insertIgnore }: Dialect, userId: UserId): Promise<void> {
  const sql = `${insertIgnore} \`UserSettings\` (\`userId\`, \`settings\`, \`version\`) VALUES (?, '{}', 1)`;
  await tx.$executeRawUnsafe(sql, userId);
}

/** A deleted account gets no row again. */
async function create({ client, dialect }: Database, ...[userId, settings, hides]: [UserId, string, number]) {
  const sql = `${dialect.insertIgnore} \`UserSettings\` (\`userId\`, \`settings\`, \`version\`, \`hides\`, \`hidesChangedAt\`)
    SELECT \`id\`, ?, 1, ?, ${hides === 0 ? 'NULL' : dialect.time(0)} FROM \`User\` WHERE \`id\` = ? AND \`deletedAt\` IS NULL`;
  return (await client.$executeRawUnsafe(sql, settings, hides, userId)) === 1;
}

interface Change {
  userId: UserId;
  from: number;
  settings: string;
  hides: number;
}

/** MySQL assigns from left to right, so the time comes before the bits that it depends on. */
async function update({ client, dialect }: Database, { userId, from, settings, hides }: Change): Promise<boolean> {
  const sql = `UPDATE \`UserSettings\` SET \`settings\` = ?, \`version\` = \`version\` + 1,
      \`hidesChangedAt\` = CASE WHEN \`hides\` = ? THEN \`hidesChangedAt\` ELSE ${dialect.time(0)} END, \`hides\` = ?
    WHERE \`userId\` = ? AND \`version\` = ?`;
  return (await client.$executeRawUnsafe(sql, settings, hides, hides, userId, from)) === 1;
}

/**
 * Erases the settings of a deleted account. What it hid stays hidden: its read states remain in the conversations. No version
 * is left that could be replaced.
 */
export async function eraseSettings(tx: Transaction, userId: UserId): Promise<void> {
  await tx.userSettings.deleteMany({ where: { userId, hides: 0 } });
  await tx.userSettings.updateMany({
    where: { userId },
    data: { settings: '{}', version: 0, doNotDisturbUntil: null },
  });
}
