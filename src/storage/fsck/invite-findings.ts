/** Finds invites whose number of uses is out of range. */
import type { Database } from '../database/database.ts';
import { isMissingTable } from '../database/database-faults.ts';

interface UseRow {
  id: string;
  used: number | bigint;
  uses: number | bigint;
}

const sql = 'SELECT `id`, `used`, `uses` FROM `Invite` WHERE `used` < 0 OR `used` > `uses` LIMIT 100';

/** One sentence for each. A database of an older version has no invites. */
export async function findInviteFaults({ client }: Database): Promise<string[]> {
  try {
    const rows = await client.$queryRawUnsafe<UseRow[]>(sql);
    return rows.map(({ id, used, uses }) => `invite ${id} was used ${used} times, and allows ${uses}`);
  } catch (error) {
    if (isMissingTable(error)) return [];
    throw error;
  }
}
