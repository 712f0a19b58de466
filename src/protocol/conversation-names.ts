/** How requests name a conversation: by the username of the peer, or by its id. */
import { Type } from 'typebox';
import { Text, UsernameInput } from './values.ts';

/** Longer than any id. */
const idMaxLength = 64;

export const ConversationInput = Type.Refine(
  Text('The `channelId` of a conversation, in place of the username'),
  (id) => id.length <= idMaxLength,
  () => 'must be the `channelId` of a conversation',
);

/** Of requests about a conversation. The engine checks that there is one of the two. */
export const WithConversation = {
  with: Type.Optional(UsernameInput),
  conversation: Type.Optional(ConversationInput),
};

/** Of what goes to the other members. */
export const ToConversation = { to: Type.Optional(UsernameInput), conversation: Type.Optional(ConversationInput) };
