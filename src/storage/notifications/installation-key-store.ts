/** Stores keys that all nodes share; the first node creates each. */
import type { InstallationKeyStore } from '../../engine/ports/installation-key-port.ts';
import type { Database } from '../database/database.ts';

export function createInstallationKeyStore({ client, dialect }: Database): InstallationKeyStore {
  const find = async (name: string) => (await client.installationKey.findUnique({ where: { name } }))?.value ?? null;
  return {
    find,
    async create(name, value) {
      const sql = `${dialect.insertIgnore} \`InstallationKey\` (\`name\`, \`value\`) VALUES (?, ?)`;
      await client.$executeRawUnsafe(sql, name, value);
      return (await find(name)) ?? value;
    },
    async replace(name, from, to) {
      const sql = 'UPDATE `InstallationKey` SET `value` = ? WHERE `name` = ? AND `value` = ?';
      await client.$executeRawUnsafe(sql, to, name, from);
      return (await find(name)) ?? to;
    },
  };
}
