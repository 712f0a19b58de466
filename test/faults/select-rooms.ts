/** Reads the titles and the members of the rooms of a run by SQL. */
import { roomName } from './conversation-address.ts';
import type { RunScope } from './select-rows.ts';
import type { TestBed } from './test-bed.ts';
import type { FinalRoom } from './witnesses.ts';

interface MemberRow {
  id: string;
  title: string;
  memberCount: number;
  user: string | null;
  role: number;
}

export async function selectRooms({ query }: TestBed, { tag, rooms }: RunScope): Promise<FinalRoom[]> {
  if (rooms.length === 0) return [];
  const ids = rooms.map(({ address }) => address.room);
  const rows = await query<MemberRow>(
    `SELECT r.channelId AS id, r.title, r.memberCount, m.role, u.username AS user FROM \`Room\` r
     LEFT JOIN \`Member\` m ON m.channelId = r.channelId AND m.role > 0 LEFT JOIN \`User\` u ON u.id = m.userId
     WHERE r.channelId IN (${ids.map(() => '?')})`,
    ids,
  );
  return [...new Set(ids)].flatMap((id) => {
    const found = rows.filter((row) => row.id === id);
    const [first] = found;
    if (!first) return [];
    const own = found.filter(({ user }) => user?.startsWith(`t${tag}.`));
    const roles = Object.fromEntries(own.map(({ user, role }) => [user, Number(role) === 2 ? 'owner' : 'member']));
    const { title, memberCount } = first;
    const members = found.filter(({ user }) => user !== null).length;
    return [{ witness: 'rows', conversation: roomName(id), title, memberCount: Number(memberCount), members, roles }];
  });
}
