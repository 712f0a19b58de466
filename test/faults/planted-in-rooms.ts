/** Violations planted into a room and the lobby. */
import type { HistoryEvent } from './fault-history.ts';
import type { Planted } from './planted-fault.ts';
import { lastTitle, pushedInRoom, room, roomEvents, roomMessage, soundRoomRun } from './sound-room.ts';
import { inEveryView, inOneView, type RecordedRun } from './sound-run.ts';
import type { FinalRoom, Witnesses } from './witnesses.ts';

type PlantedInRoom = Omit<Planted, 'sound'>;

/** Changes the room in the rows and in every answer. */
function inEveryRoom({ history, witnesses }: RecordedRun, change: Partial<FinalRoom>): RecordedRun {
  const changed = (rooms: readonly FinalRoom[] = []) =>
    rooms.map((one) => ({ ...one, ...(one.roles ? change : change.title ? { title: change.title } : {}) }));
  return {
    history,
    witnesses: { ...witnesses, rooms: changed(witnesses.rooms), roomViews: changed(witnesses.roomViews) },
  };
}

const withEvents = (run: RecordedRun, ...events: HistoryEvent[]): RecordedRun => ({
  ...run,
  history: [...run.history, ...events],
});

const withWitnesses = (run: RecordedRun, witnesses: Partial<Witnesses>): RecordedRun => ({
  ...run,
  witnesses: { ...run.witnesses, ...witnesses },
});

const inRoom: PlantedInRoom[] = [
  {
    name: 'one member of a room never gets a message',
    caughtBy: 'hole',
    plant: (run) => ({ ...run, witnesses: inOneView(run, 'dan/1', (all) => all.filter(({ seq }) => seq !== 8)) }),
  },
  {
    name: 'a message of a room is stored twice',
    caughtBy: 'duplicated',
    plant: (run) => ({
      ...run,
      witnesses: inEveryView(run, (all) => (all.length < 9 ? all : [...all, { ...roomMessage(4), seq: 10 }])),
    }),
  },
  {
    name: 'two messages of a room are swapped for one member',
    caughtBy: 'misordered',
    plant: (run) => ({
      ...run,
      witnesses: inOneView(run, 'dan/1', (all) => [...all.slice(0, 3), all[4]!, all[3]!, ...all.slice(5)]),
    }),
  },
  {
    name: 'a message of a room is acknowledged and has no row',
    caughtBy: 'lost',
    plant: (run) => ({ ...run, witnesses: inEveryView(run, (all) => all.filter(({ seq }) => seq !== 9)) }),
  },
  {
    name: 'one member of a room misses a reaction',
    caughtBy: 'diverged',
    plant: (run) => ({
      ...run,
      witnesses: inOneView(run, 'dan/1', (all) => all.map(({ state: _, ...message }) => message)),
    }),
  },
  {
    name: 'a room counts a revision that is of no change',
    caughtBy: 'revisionGap',
    plant: ({ history, witnesses }) => {
      const withRev = (views: Witnesses['rows']) => views.map((view) => (view.isLeft ? view : { ...view, rev: 2 }));
      return { history, witnesses: { ...witnesses, rows: withRev(witnesses.rows), views: withRev(witnesses.views) } };
    },
  },
  {
    name: 'a removed member gets a message',
    caughtBy: 'afterRemoval',
    plant: (run) => withEvents(run, pushedInRoom(20_000, 9, 'eva')),
  },
  {
    name: 'a removed member is answered a page',
    caughtBy: 'afterRemoval',
    plant: (run) => {
      const page = { op: 'page', conversation: room, device: 'eva/1', call: 2_200 } as const;
      return withEvents(run, { ...page, t: 20_000, phase: 'invoke' }, { ...page, t: 20_010, phase: 'ok' });
    },
  },
  {
    name: 'an acknowledged title of a room is undone',
    caughtBy: 'roomUndone',
    plant: (run) => inEveryRoom(run, { title: 'First title' }),
  },
  {
    name: 'a removed member is a member in the end',
    caughtBy: 'roomUndone',
    plant: (run) =>
      inEveryRoom(run, { memberCount: 3, members: 3, roles: { cat: 'owner', dan: 'owner', eva: 'member' } }),
  },
  {
    name: 'an added member is none in the end',
    caughtBy: 'roomUndone',
    plant: (run) => withEvents(run, ...roomEvents(30_000, 2_201, 'add', 'eva')),
  },
  {
    name: 'an acknowledged owner of a room is none',
    caughtBy: 'roomUndone',
    plant: (run) => inEveryRoom(run, { roles: { cat: 'owner', dan: 'member' } }),
  },
  {
    name: 'one device shows an older title of a room',
    caughtBy: 'roomDiverged',
    plant: (run) =>
      withWitnesses(run, {
        roomViews: run.witnesses.roomViews!.map((one) => (one.roles ? one : { ...one, title: `${lastTitle}!` })),
      }),
  },
  {
    name: 'a room counts more members than it has',
    caughtBy: 'roomDiverged',
    plant: (run) => inEveryRoom(run, { memberCount: 3 }),
  },
  {
    name: 'the lobby shows a user online who has gone',
    caughtBy: 'lobbyOnline',
    plant: (run) =>
      withWitnesses(run, { rolls: run.witnesses.rolls!.map((one) => ({ ...one, connected: ['cat', 'dan'] })) }),
  },
  {
    name: 'the lobby counts more users online than there are',
    caughtBy: 'lobbyOnline',
    plant: (run) => withWitnesses(run, { rolls: run.witnesses.rolls!.map((one) => ({ ...one, online: 4 })) }),
  },
];

export const plantedInRooms: readonly Planted[] = inRoom.map((planted) => ({ ...planted, sound: soundRoomRun }));
