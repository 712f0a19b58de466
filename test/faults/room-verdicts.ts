/** Judges the titles and members of rooms, and the lobby: acknowledged changes hold, and every witness shows the rows. */

import { judgeAbsences } from './absence-verdicts.ts';
import type { ChangeFacts } from './change-log.ts';
import { absencesIn, collectRoomAttempts, possiblyLast, type RoomAttempt } from './room-log.ts';
import type { ReportViolation } from './verdicts.ts';
import type { FinalRoll, FinalRoom } from './witnesses.ts';

export function judgeRooms(facts: ChangeFacts): void {
  const { history, witnesses, reportViolation } = facts;
  const { rooms = [], roomViews = [], rolls = [] } = witnesses;
  const attempts = collectRoomAttempts(history);
  for (const room of rooms) {
    const ofRoom = attempts.get(room.conversation) ?? [];
    judgeTitle(room, ofRoom, reportViolation);
    judgeMembers(room, ofRoom, reportViolation);
    judgeOwners(room, ofRoom, reportViolation);
    const { memberCount, members } = room;
    if (memberCount !== members)
      reportViolation('roomDiverged', `${room.conversation}: memberCount is ${memberCount}, of ${members} members`);
  }
  const rows = new Map(rooms.map((room) => [room.conversation, room]));
  for (const view of roomViews) compareRoom(view, rows.get(view.conversation), reportViolation);
  for (const roll of rolls) judgeRoll(roll, reportViolation);
  judgeAbsences(facts, [...attempts.values()].flatMap(absencesIn));
}

function judgeTitle({ conversation, title }: FinalRoom, attempts: readonly RoomAttempt[], report: ReportViolation) {
  const renames = attempts.filter(({ kind }) => kind === 'rename');
  const isAcked = renames.some(({ phase }) => phase === 'ok');
  if (isAcked && !possiblyLast(renames).some(({ value }) => value === title))
    report('roomUndone', `${conversation}: the title is ${title}, although a later one was acknowledged`);
}

function judgeMembers(
  { conversation, roles = {} }: FinalRoom,
  attempts: readonly RoomAttempt[],
  report: ReportViolation,
) {
  const moves = attempts.filter(({ kind }) => kind === 'add' || kind === 'remove');
  for (const user of new Set(moves.map(({ value }) => value))) {
    const ofUser = moves.filter(({ value }) => value === user);
    const isAcked = ofUser.some(({ phase }) => phase === 'ok');
    const isMember = user in roles;
    if (isAcked && !possiblyLast(ofUser).some(({ kind }) => (kind === 'add') === isMember))
      report('roomUndone', `${conversation}: ${user} is ${isMember ? 'a' : 'no'} member, against the last answer`);
  }
}

/** An owner stays one until the removal. */
function judgeOwners(
  { conversation, roles = {} }: FinalRoom,
  attempts: readonly RoomAttempt[],
  report: ReportViolation,
) {
  for (const { kind, phase, value, from } of attempts) {
    if (kind !== 'promote' || phase !== 'ok' || roles[value] !== 'member') continue;
    const mayBeRemoved = attempts.some(
      (one) => one.kind === 'remove' && one.value === value && one.phase !== 'fail' && one.until >= from,
    );
    // A promotion of a user who is no member changes nothing.
    const wasAway = attempts.some((one) => one.kind === 'remove' && one.value === value && one.phase !== 'fail');
    if (!mayBeRemoved && !wasAway) report('roomUndone', `${conversation}: ${value} was promoted, and is no owner`);
  }
}

function compareRoom(view: FinalRoom, row: FinalRoom | undefined, report: ReportViolation): void {
  const where = `${view.witness} of ${view.conversation}`;
  if (view.title !== row?.title) report('roomDiverged', `${where}: shows the title ${view.title}, not ${row?.title}`);
  if (!view.roles) return;
  if (view.memberCount !== row?.memberCount)
    report('roomDiverged', `${where}: counts ${view.memberCount} members, not ${row?.memberCount}`);
  const [shown, stored] = [rolesText(view.roles), rolesText(row?.roles ?? {})];
  if (shown !== stored) report('roomDiverged', `${where}: shows ${shown}, the rows have ${stored}`);
}

const rolesText = (roles: Readonly<Record<string, string>>) =>
  Object.entries(roles)
    .map(([user, role]) => `${user} ${role}`)
    .sort()
    .join(', ');

function judgeRoll({ witness, online, users, connected }: FinalRoll, report: ReportViolation): void {
  const [shown, real] = [new Set(users), new Set(connected)];
  for (const user of real)
    if (!shown.has(user)) report('lobbyOnline', `${witness}: ${user} is not online in the lobby`);
  for (const user of shown)
    if (!real.has(user)) report('lobbyOnline', `${witness}: ${user} is still online in the lobby`);
  if (online !== shown.size)
    report('lobbyOnline', `${witness}: counts ${online} in the lobby, and lists ${shown.size}`);
}
