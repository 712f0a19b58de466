/** Points of the rate limit of reads that a page costs: a large page keeps the node and its database busy for longer. */
import { limits } from '../protocol/limits.ts';

interface PageQuery {
  limit?: number;
}

/** Users whose online state is read, or messages, for one point. */
const itemsPerPoint = 20;
/** Each entry of a list has a peer, a last message, read states and a count of unread messages. */
const conversationsPerPoint = 10;

export const costOfUsers = (users: number): number => Math.ceil(users / itemsPerPoint);
export const costOfPage = ({ limit = limits.pageDefault }: PageQuery): number => Math.ceil(limit / itemsPerPoint);
export const costOfList = ({ limit = limits.pageDefault }: PageQuery): number =>
  Math.ceil(limit / conversationsPerPoint);
