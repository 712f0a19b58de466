/** Stores users' settings as JSON with a version, so that of two devices none overwrites what the other saved. */
import type { UserId } from '../../engine/ports/identifiers.ts';
import type { SettingsStore } from '../../engine/ports/settings-port.ts';
import type { Database } from '../database/database.ts';
import { retryContention } from '../database/database-faults.ts';

export function createSettingsStore(database: Database): SettingsStore {
  const { client } = database;
  return {
    async find(userId) {
      const row = await client.userSettings.findUnique({ where: { userId } });
      return row && { settings: JSON.parse(row.settings), version: row.version };
    },
    replace: (userId, from, settings) =>
      retryContention(() =>
        from === 0
          ? create(database, userId, JSON.stringify(settings))
          : update(database, userId, from, JSON.stringify(settings)),
      ),
  };
}

/** A deleted account gets no row again. */
async function create({ client, dialect }: Database, userId: UserId, settings: string): Promise<boolean> {
  const sql = `${dialect.insertIgnore} \`UserSettings\` (\`userId\`, \`settings\`, \`version\`)
    SELECT \`id\`, ?, 1 FROM \`User\` WHERE \`id\` = ? AND \`deletedAt\` IS NULL`;
  return (await client.$executeRawUnsafe(sql, settings, userId)) === 1;
}

async function update({ client }: Database, userId: UserId, from: number, settings: string): Promise<boolean> {
  const sql =
    'UPDATE `UserSettings` SET `settings` = ?, `version` = `version` + 1 WHERE `userId` = ? AND `version` = ?';
  return (await client.$executeRawUnsafe(sql, settings, userId, from)) === 1;
}
