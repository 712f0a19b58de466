/** The privacy that a node knows of users, also when a query finds a change before its notice comes. */
import { expect } from 'chai';
import { openPrivacy } from '../../../src/engine/settings/default-settings.ts';
import { createPrivacyCache } from '../../../src/engine/settings/privacy-cache.ts';

const hidden = { ...openPrivacy, lastSeen: false };
const userId = 'user';

describe('createPrivacyCache', () => {
  let stored = { userId, privacy: openPrivacy, version: 1 };
  const cache = () => createPrivacyCache({ privacyOf: async () => [stored] });
  beforeEach(() => {
    stored = { userId, privacy: openPrivacy, version: 1 };
  });

  it('notes a change that a query has found before', async () => {
    const { hiding, note } = cache();
    const change = { userId, privacy: hidden, version: 2 };
    stored = change;
    expect([...(await hiding('lastSeen', [userId]))]).to.deep.equal([userId]);
    expect(note(change)).to.deep.equal({});
    expect(note(change)).to.equal(null);
  });

  it('answers what was known before a change, and refuses an older one', async () => {
    const { hiding, note } = cache();
    await hiding('lastSeen', [userId]);
    expect(note({ userId, privacy: hidden, version: 2 })).to.deep.equal({ before: openPrivacy });
    expect(note({ userId, privacy: openPrivacy, version: 1 })).to.equal(null);
    expect([...(await hiding('lastSeen', [userId]))]).to.deep.equal([userId]);
  });

  it('notes a change once, also when another setting has changed since', () => {
    const { note } = cache();
    note({ userId, privacy: hidden, version: 2 });
    expect(note({ userId, privacy: hidden, version: 3 })).to.equal(null);
    expect(note({ userId, privacy: openPrivacy, version: 2 })).to.equal(null);
    expect(note({ userId, privacy: openPrivacy, version: 4 })).to.deep.equal({ before: hidden });
  });

  it('keeps a change that is noted during a query', async () => {
    const { hiding, note } = cache();
    const asked = hiding('lastSeen', [userId]);
    note({ userId, privacy: hidden, version: 2 });
    expect([...(await asked)]).to.deep.equal([userId]);
  });
});
