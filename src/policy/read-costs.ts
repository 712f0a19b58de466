/** Points of the rate limit of reads that a page costs: a large page keeps the node and its database busy for longer. */
import { limits } from '../protocol/limits.ts';

interface PageQuery {
  limit?: number;
}

/** Each user's online state is read. */
const usersPerPoint = 20;
/** Each entry has a peer, a last message, read states and a count of unread messages. */
const conversationsPerPoint = 10;
const messagesPerPoint = 50;

/** Compares a megabyte of text at worst. */
export const costOfSearch = 10;

/** Some twenty queries, one after the other, in a long conversation. */
export const costOfDays = 5;

export const costOfUsers = (users: number): number => Math.ceil(users / usersPerPoint);
export const costOfUserPage = ({ limit = limits.pageDefault }: PageQuery): number => costOfUsers(limit);
export const costOfList = ({ limit = limits.pageDefault }: PageQuery): number =>
  Math.ceil(limit / conversationsPerPoint);
export const costOfMessages = ({ limit = limits.pageDefault }: PageQuery): number =>
  Math.ceil(limit / messagesPerPoint);
