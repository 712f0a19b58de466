/** A call of every method of every store, so that a test can see each statement that a request can cause. */
import { randomBytes, randomUUID } from 'node:crypto';
import { deleteRule, editRule, pinRule, reactRule } from '../../src/engine/conversations/change-rules.ts';
import { openPrivacy } from '../../src/engine/settings/default-settings.ts';
import { readNameQuery } from '../../src/protocol/name-words.ts';
import type { Stores } from '../../src/storage/stores.ts';
import { fileCalls } from './file-store-calls.ts';
import { makePair, makeSession, makeUser, newMessageOf } from './fixtures.ts';
import { roomCalls } from './room-store-calls.ts';
import { searchCalls } from './search-store-calls.ts';

const day = 86_400_000;
const life = { idleMs: day, noteEveryMs: 0 };
const random = () => randomBytes(32).toString('base64url');
/** A refused change has run the statements that found the reason. */
const attempt = (work: Promise<unknown>) => work.catch(() => {});

/** The calls by store and method. A method without a call here fails the test of the statements. */
export type StoreCalls = Record<string, Record<string, () => Promise<unknown>>>;

export async function storeCalls(stores: Stores): Promise<StoreCalls> {
  const { one, other, conversation, sessionId } = await makePair(stores);
  const owner = { id: one.id, sessionId };
  const cursor = { lastMessageAt: new Date(), channelId: conversation.id };
  const proof = async () => ({
    user: one,
    credentialVersion: (await stores.versions.proofOf(one.id))?.credentialVersion ?? 0,
  });
  return {
    users: userCalls(stores, one.id, one.username),
    conversations: {
      locate: () => stores.conversations.locate(one.id, other.id),
      open: async () => stores.conversations.open(one.id, (await makeUser(stores)).id),
      membersOf: () => stores.conversations.membersOf(conversation.id),
      head: () => stores.conversations.head(conversation.id),
      readStates: () => stores.conversations.readStates(conversation.id),
      advance: () => stores.conversations.advance(conversation.id, other.id, 'read', 1),
      reachedAt: () => stores.conversations.reachedAt(conversation.id, other.id, 1),
      list: async () => {
        for (const limit of [1, 50]) await stores.conversations.list(one.id, { after: null, limit });
        for (const archived of [false, true])
          await stores.conversations.list(one.id, { after: cursor, limit: 50, archived });
      },
      activeWithin: () => stores.conversations.activeWithin([one.id, other.id], day),
      changedWithin: () => stores.conversations.changedWithin([one.id, other.id], day),
    },
    changes: changeCalls(stores, conversation.id, owner),
    messages: {
      append: async () => {
        const message = await newMessageOf(stores, conversation.id, one.id);
        await stores.messages.append(message);
        await stores.messages.append(message);
        const reply = await newMessageOf(stores, conversation.id, one.id);
        await stores.messages.append({ ...reply, replyToSeq: 1 });
        await stores.messages.append({ ...reply, replyToSeq: 1 });
      },
      range: () => stores.messages.range(conversation.id, 1, 50),
      at: () => stores.messages.at([1, 2].map((seq) => ({ channelId: conversation.id, seq }))),
      firstSince: () => stores.messages.firstSince(conversation.id, new Date(), 10),
      firstSinceEach: () => stores.messages.firstSinceEach(conversation.id, [new Date(0), new Date()], 10),
    },
    blocks: {
      block: () => stores.blocks.block(conversation.id, one.id, new Map([[other.id, new Date()]])),
      blockedPeers: () => stores.blocks.blockedPeers(one.id),
      changedWithin: () => stores.blocks.changedWithin(2_000),
      lift: () => stores.blocks.lift(conversation.id, one.id),
    },
    ...fileCalls(stores, conversation.id, owner),
    archives: {
      archive: () => stores.archives.archive(conversation.id, one.id, 1),
      count: () => stores.archives.count(one.id, 10),
    },
    unreadMarks: { mark: () => stores.unreadMarks.mark(conversation.id, one.id, 1) },
    rooms: roomCalls(stores, one.id, other.id),
    mutes: { mute: () => stores.mutes.mute(conversation.id, one.id, new Date()) },
    search: searchCalls(stores, one.id, conversation.id),
    settings: {
      find: () => stores.settings.find(one.id),
      replace: async () => {
        for (const from of [0, 1]) await stores.settings.replace(one.id, from, { theme: 'dark' }, openPrivacy);
      },
      privacyOf: () => stores.settings.privacyOf([one.id, other.id]),
      privacyChangedWithin: () => stores.settings.privacyChangedWithin(2_000),
    },
    statuses: {
      replace: async () => {
        const until = [new Date(), null];
        for (const doNotDisturbUntil of until)
          await stores.statuses.replace(one.id, { status: null, doNotDisturbUntil });
      },
    },
    drafts: {
      save: async () => {
        const texts = ['first', 'second', '', 'third'];
        for (const [base, text] of texts.entries()) await stores.drafts.save(one.id, other.id, text, base);
        await attempt(stores.drafts.save(one.id, other.id, 'fourth', 1));
      },
      saveInRoom: async () => {
        const { channelId } = await stores.rooms.create({ title: 'Tea', ownerId: one.id, memberIds: [] });
        for (const userId of [one.id, other.id])
          await attempt(stores.drafts.saveInRoom(userId, channelId, 'in a room', 0));
        await stores.rooms.change({ channelId, actorId: one.id, remove: [one.id] });
      },
      list: async () => {
        for (const before of [null, 2]) await stores.drafts.list(one.id, { before, limit: 10, rooms: true });
      },
    },
    subscriptions: subscriptionCalls(stores, conversation.id, owner),
    installationKeys: {
      find: () => stores.installationKeys.find('key'),
      create: () => stores.installationKeys.create('key', 'one'),
      replace: () => stores.installationKeys.replace('key', 'one', 'two'),
    },
    sessions: sessionCalls(stores, one.id, one.username, sessionId),
    invites: inviteCalls(stores),
    accountList: {
      list: async () => {
        const all = { disabled: false, neverSeen: false, seenBefore: null };
        for (const filter of [all, { disabled: true, neverSeen: true, seenBefore: new Date() }]) {
          await stores.accountList.list(filter, { after: '', limit: 50 });
        }
      },
    },
    ...factorCalls(stores, owner),
    // Last: a change of the password ends the sessions that the others use.
    credentials: {
      find: () => stores.credentials.find(one.username),
      renewHash: () => stores.credentials.renewHash(one.id, 'none', 'none'),
      resetPassword: async () => stores.credentials.resetPassword((await makeUser(stores)).id, 'hash', day),
      changePassword: async () =>
        attempt(
          stores.credentials.changePassword({
            proof: await proof(),
            passwordHash: 'next',
            replaced: { id: await makeSession(stores, one.id), secretHash: random() },
          }),
        ),
      disable: async () => stores.credentials.disable((await makeUser(stores)).id),
      enable: async () => stores.credentials.enable((await makeUser(stores)).id),
      erase: async () => {
        const { one: user } = await makePair(stores);
        const name = { displayName: 'Gone', nameKey: 'gone' };
        const notes = await stores.conversations.open(user.id, user.id);
        await stores.messages.append(await newMessageOf(stores, notes.id, user.id));
        await stores.credentials.erase({ user, credentialVersion: 0 }, name);
      },
    },
  };
}

/** Also reads the conversation after it has changed: what reads states runs only then. */
function changeCalls(stores: Stores, channelId: string, { id, sessionId }: { id: string; sessionId: string }) {
  const { changes, conversations, messages } = stores;
  const change = async () => {
    const message = await newMessageOf(stores, channelId, id);
    const { message: stored } = await messages.append(message);
    const target = { channelId, seq: stored.seq, userId: id, sessionId };
    for (const body of Array.from({ length: 102 }, (_, index) => `body ${index}`)) {
      await changes.change(target, editRule(id, body), () => {});
    }
    for (const rule of [reactRule(id, '👍', true), reactRule(id, '👍', false), pinRule(id, true)]) {
      await changes.change(target, rule, () => {});
    }
    await messages.append(message);
    await changes.change(target, deleteRule(id), () => {});
    await messages.range(channelId, 1, 50);
    await conversations.list(id, { after: null, limit: 50 });
  };
  return {
    change,
    changedAfter: () => changes.changedAfter(channelId, 0, 50),
    pinned: () => changes.pinned(channelId, 50),
    versions: () => changes.versions(channelId, 1),
  };
}

function subscriptionCalls(
  { subscriptions }: Stores,
  channelId: string,
  { id, sessionId }: { id: string; sessionId: string },
): StoreCalls[string] {
  const target = { sessionId, userId: id, endpoint: 'https://push.example.org/1', p256dh: 'key', auth: 'auth' };
  return {
    save: async () => {
      for (const max of [20, 0, 20]) await subscriptions.save(target, max);
    },
    holders: () => subscriptions.holders([id, 'nobody']),
    targets: () => subscriptions.targets(id, day),
    claim: async () => {
      for (const isMention of [false, true]) await subscriptions.claim(channelId, id, 1, isMention);
    },
    withdraw: () => subscriptions.withdraw(channelId, id),
    removeGone: () => subscriptions.removeGone(target),
    remove: () => subscriptions.remove(sessionId),
  };
}

function userCalls({ users }: Stores, id: string, username: string): StoreCalls[string] {
  return {
    create: () =>
      users.create({ username: `n${Date.now()}`, displayName: 'New', nameKey: 'new', passwordHash: 'none' }),
    findByUsernames: () => users.findByUsernames([username, 'nobody']),
    findPeer: () => users.findPeer(username),
    findByIds: () => users.findByIds([id, 'nobody']),
    namesOf: () => users.namesOf([id, 'nobody']),
    rename: () => users.rename(id, { displayName: 'Renamed', nameKey: 'renamed' }),
    setLastSeen: () => users.setLastSeen([id], new Date()),
    search: async () => {
      for (const text of ['', '@r', username.slice(0, 3), 'rena', 'u ser', 'u s use']) {
        await users.search({ name: readNameQuery(text), after: null, limit: 50 });
        await users.search({ name: readNameQuery(text), after: 'm', limit: 50 });
      }
    },
    indexNames: () => users.indexNames(10),
  };
}

function sessionCalls(stores: Stores, userId: string, username: string, id: string): StoreCalls[string] {
  const { sessions } = stores;
  return {
    create: () => makeSession(stores, userId),
    find: () => sessions.find([random(), random()], life),
    verify: async () => {
      await sessions.verify('id', [id, 'nobody'], life);
      await sessions.verify('userId', [userId, 'nobody'], life);
    },
    touch: () => sessions.touch([id], life),
    list: () => sessions.list(userId, { first: id, idleMs: day, limit: 50 }),
    addressesOf: () => sessions.addressesOf(username),
    overWithin: () => sessions.overWithin(2_000, { idleMs: day, limit: 100 }),
    purge: () => sessions.purge(day),
    end: async () => sessions.end(await makeSession(stores, userId)),
    endOwn: async () => sessions.endOwn(userId, await makeSession(stores, userId), day),
    endOthers: () => sessions.endOthers(userId, id),
  };
}

function inviteCalls({ invites }: Stores): StoreCalls[string] {
  const codeHash = random();
  return {
    create: () => invites.create({ codeHash, note: '', uses: 1, lifeMs: day }),
    isValid: () => invites.isValid(codeHash),
    list: () => invites.list(),
    purge: () => invites.purge(day),
    revoke: () => invites.revoke('nobody'),
  };
}

function factorCalls(stores: Stores, owner: { id: string; sessionId: string }): StoreCalls {
  const { totp, recoveryCodes, passkeys, challenges, versions } = stores;
  const { id } = owner;
  const credentialId = random();
  const key = { credentialId, publicKey: random(), counter: 0, transports: [] };
  const about = { purpose: 'add', userId: id, credentialVersion: 0 } as const;
  const challenge = randomUUID();
  return {
    totp: {
      begin: () => totp.begin(id, 'key.sealed'),
      findPending: () => totp.findPending(id, day),
      confirm: () => attempt(totp.confirm(owner, { encrypted: 'key.sealed', step: 1 }, [random()])),
      find: () => totp.find(id),
      take: () => totp.take(id, 'key.sealed', 2),
      encryptedByOthers: () => totp.encryptedByOthers('key', { after: '', limit: 50 }),
      replaceEncrypted: () => totp.replaceEncrypted([{ userId: id, from: 'key.sealed', to: 'key.again' }]),
      remove: () => attempt(totp.remove(owner)),
    },
    passkeys: {
      create: () => attempt(passkeys.create(owner, { name: 'Key', key }, [random()])),
      list: () => passkeys.list(id),
      findByCredential: () => passkeys.findByCredential(credentialId),
      use: () => passkeys.use('nobody', 1),
      remove: () => attempt(passkeys.remove(owner, 'nobody')),
    },
    recoveryCodes: {
      renew: () => attempt(recoveryCodes.renew(owner, [random()])),
      take: () => recoveryCodes.take(id, random()),
      count: () => recoveryCodes.count(id),
    },
    challenges: {
      create: () => challenges.create(challenge, about, day),
      take: () => challenges.take(challenge),
      purge: () => challenges.purge(),
    },
    versions: {
      proofOf: () => versions.proofOf(id),
      eraseFactors: () => versions.eraseFactors(id),
    },
  };
}
