/** Chooses the changes of the base load: which device changes which message, and how. */
import { randomUUID } from 'node:crypto';
import type { ChangeCommand, ChangeKind } from './change-command.ts';
import type { LiveClient } from './live-client.ts';
import type { SeededRandom } from './seeded-random.ts';

/** How often each kind is chosen; the last two must be refused for a message of the peer. */
const ofOwn: Record<ChangeKind, number> = { edit: 7, delete: 2, react: 4, unreact: 3, pin: 2, unpin: 3 };
const ofPeer: Record<ChangeKind, number> = { react: 8, unreact: 6, pin: 2, unpin: 3, edit: 1, delete: 1 };

const emoji = ['👍', '❤️', '😀', '🎉', '🇩🇪', '1️⃣', '👩🏽‍🚀'];
const recentShare = 0.7;
const recentMax = 10;
const httpShare = 0.3;

const weighted = (shares: Record<ChangeKind, number>) =>
  (Object.keys(shares) as ChangeKind[]).flatMap((kind) => Array<ChangeKind>(shares[kind]).fill(kind));
const kinds = { own: weighted(ofOwn), peer: weighted(ofPeer) };

/** Mostly of a recent message, so that several devices change the same one. */
export function chooseChange(client: LiveClient, random: SeededRandom, body: () => string): ChangeCommand {
  const { first, top } = client;
  const oldest = random.chance(recentShare) ? Math.max(first, top - recentMax) : first;
  const seq = random.between(oldest, top);
  const kind = random.pick(client.isOwn(seq) ? kinds.own : kinds.peer);
  const isReaction = kind === 'react' || kind === 'unreact';
  const text = kind === 'edit' ? body() : isReaction ? random.pick(emoji) : '';
  return { id: randomUUID(), kind, seq, text, isOverHttp: random.chance(httpShare) };
}
