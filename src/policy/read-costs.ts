/** Points of the rate limit of reads that a page costs: a large page keeps the node and its database busy for longer. */
import { limits } from '../protocol/limits.ts';

interface PageQuery {
  limit?: number;
}

/** Users whose online state is read, or conversations with their last message and count of unread messages, for one point. */
const usersPerPoint = 20;
const messagesPerPoint = 50;

export const costOfUsers = (users: number): number => Math.ceil(users / usersPerPoint);
export const costOfMessages = ({ limit = limits.pageDefault }: PageQuery): number =>
  Math.ceil(limit / messagesPerPoint);
export const costOfList = ({ limit = limits.pageDefault }: PageQuery): number => Math.ceil(limit / usersPerPoint);
