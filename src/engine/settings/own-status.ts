/** The own status: everybody who sees the user sees it; that the user is not notified stays private. */
import { Refusal } from '../../protocol/refusals.ts';
import type { OwnStatusAnswer, StatusBody } from '../../protocol/status-shapes.ts';
import { cleanLine } from '../identity/names.ts';
import { isStanding, printStatus } from '../people/stored-status.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { Caller, UserId } from '../ports/identifiers.ts';
import { noEnd, type StatusStore } from '../ports/status-port.ts';

export interface OwnStatus {
  /**
   * Replaces the status, and tells the caller's other devices. What `body` does not name is none.
   * @throws Refusal `invalid_input` for an end in the past; `unauthorized` when the account has been deleted
   */
  set(caller: Caller, body: StatusBody): Promise<OwnStatusAnswer>;
}

/** @param changed - called after the status that others see has changed. */
export function createOwnStatus(store: StatusStore, fanout: Fanout, changed: (id: UserId) => Promise<void>): OwnStatus {
  return {
    async set(caller, body) {
      const own = toOwnStatus(body);
      const until = own.until === null ? noEnd : new Date(own.until);
      const next = { status: printStatus(own), doNotDisturbUntil: own.doNotDisturb ? until : null };
      const isChanged = await store.replace(caller.id, next);
      if (isChanged === null) throw new Refusal('unauthorized', 'This account is no longer there.');
      fanout.toUser(caller.id, 'status', own, caller.socketId);
      if (isChanged) await changed(caller.id);
      return own;
    },
  };
}

function toOwnStatus({ text = '', emoji = null, until = null, doNotDisturb = false }: StatusBody): OwnStatusAnswer {
  if (!isStanding(until)) {
    throw new Refusal('invalid_input', 'A status ends in the future.', { fields: { until: 'must be in the future' } });
  }
  const line = cleanLine(text);
  const isEmpty = line === '' && emoji === null && !doNotDisturb;
  return { text: line, emoji, until: until === null || isEmpty ? null : new Date(until).toISOString(), doNotDisturb };
}
