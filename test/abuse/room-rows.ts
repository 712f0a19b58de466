/** Lists the expected outcome of every route and event of rooms, of which no actor is a member. */
import type { Cells, EventRow, RouteRow } from './actor-table.ts';

/** The form of an id, of no room. */
const unknown = 'AAAAAAAAAAAAAAAA';

interface Signed {
  connected: Cells;
  signedIn: Cells;
  signedInRefusal(code: string): Cells;
}

/** What stands under the path of a peer stands under that of a room, too. */
export function roomRoutes(table: Record<string, RouteRow>, { signedIn, signedInRefusal }: Signed) {
  const cells = signedInRefusal('not_found');
  const rows: Record<string, RouteRow> = {
    'POST /api/rooms': { request: () => ({ body: { title: 'Tea', members: [] } }), cells: signedIn },
    'GET /api/rooms/:id': { request: () => ({ params: { id: unknown } }), cells },
    'PATCH /api/rooms/:id': { request: () => ({ params: { id: unknown }, body: { title: 'Coffee' } }), cells },
    'PUT /api/rooms/:id/draft': {
      request: () => ({ params: { id: unknown }, body: { text: 'unsent', base: 0 } }),
      cells,
    },
  };
  for (const [name, { request }] of Object.entries(table)) {
    const [method = '', path = ''] = name.split(' ');
    if (!path.startsWith('/api/conversations/:username/')) continue;
    const roomPath = path.replace('/:id', '/:fileId').replace('/api/conversations/:username', '/api/rooms/:id');
    rows[`${method} ${roomPath}`] = {
      cells,
      async request(given) {
        const asked = (await request?.(given)) ?? {};
        const { username: _, id: fileId = '', ...params } = asked.params ?? {};
        return { ...asked, params: { ...params, fileId, id: unknown } };
      },
    };
  }
  return rows;
}

export function roomEvents({ connected, signedInRefusal }: Signed): Record<string, EventRow> {
  const cells = { ...signedInRefusal('not_found'), signedOut: 'closed', revoked: 'closed' };
  return {
    createRoom: { payload: () => ({ title: 'Tea', members: [] }), cells: connected },
    room: { payload: () => ({ conversation: unknown }), cells },
    changeRoom: { payload: () => ({ conversation: unknown, title: 'Coffee' }), cells },
  };
}
