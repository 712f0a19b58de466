/** Finds the parts of a room on the page of a visitor, and makes rooms without the page. */
import { expect } from 'chai';
import type { Visitor } from './visitor.ts';

/** Returns the id of the room. */
export async function makeRoom(owner: Visitor, title: string, members: readonly Visitor[]): Promise<string> {
  const data = { title, members: members.map(({ name }) => name) };
  const answer = await owner.page.context().request.post('/api/rooms', { data });
  expect(answer.status()).to.equal(201);
  return (await answer.json()).conversation.channelId;
}

/** The room in the list of conversations. */
export const itemOf = (visitor: Visitor, title: string) =>
  visitor.list('Conversations').getByRole('listitem').filter({ hasText: title });

export const logOf = ({ page }: Visitor, title: string) =>
  page.getByRole('log', { name: `Messages with ${title}`, exact: true });
