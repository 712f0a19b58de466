/** Finds where the days, the groups and the new messages of a log begin. */
import type { Message } from '../../protocol/shapes.ts';
import { calendar } from './calendar.ts';

interface Placed {
  readonly from: string;
  readonly at: Date;
}

const groupMs = 5 * 60_000;

export function positionOf(content: Placed, before: Placed | undefined, startsNew: boolean) {
  const startsDay = before === undefined || dayOf(before) !== dayOf(content);
  const together = before?.from === content.from && content.at.getTime() - before.at.getTime() < groupMs;
  return { startsDay, startsGroup: startsDay || startsNew || !together };
}

const days = new WeakMap<Placed, { readonly timeZone: string; readonly day: string }>();

function dayOf(content: Placed): string {
  const { timeZone } = calendar.value;
  const known = days.get(content);
  if (known?.timeZone === timeZone) return known.day;
  const day = content.at.toDateString();
  days.set(content, { timeZone, day });
  return day;
}

/** The peer's first message after `readBefore`; undefined while messages between the two are not loaded. */
export function findFirstNew(me: string, run: readonly Message[], readBefore: number): Message | undefined {
  if ((run[0]?.seq ?? 1) > readBefore + 1) return undefined;
  return run.find(({ seq, from }) => seq > readBefore && from !== me);
}
