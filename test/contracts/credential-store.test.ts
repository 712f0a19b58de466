/** What every credential store keeps: a proof holds only while the credentials are those that were proved. */
import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { describeStores } from './backends.ts';

const hour = 3_600_000;

describeStores('credential store', (stores) => {
  async function make(passwordHash = '$argon2id$first') {
    const username = `p${randomBytes(6).toString('hex')}`;
    return stores().users.create({ username, displayName: username, nameKey: username, passwordHash });
  }
  const secretHash = () => randomBytes(32).toString('base64url');
  const open = (userId: string, credentialVersion: number) =>
    stores().sessions.create({ secretHash: secretHash(), userId, credentialVersion, ip: '', userAgent: '' }, hour);

  it('answers the hash and the version beside the person, and the person without them', async () => {
    const person = await make();
    expect(person).to.have.all.keys('id', 'username', 'displayName', 'lastSeenAt');
    const found = await stores().credentials.find(person.username);
    expect(found).to.deep.equal({ person, passwordHash: '$argon2id$first', credentialVersion: 0 });
  });

  it('renews the hash of the same password only while it is the one that was checked', async () => {
    const { id, username } = await make();
    const hash = async () => (await stores().credentials.find(username))?.passwordHash;
    await stores().credentials.renewHash(id, '$argon2id$other', '$argon2id$lost');
    expect(await hash()).to.equal('$argon2id$first');
    await stores().credentials.renewHash(id, '$argon2id$first', '$argon2id$second');
    expect(await hash()).to.equal('$argon2id$second');
    expect(await open(id, 0), 'the same password: the proof holds').to.not.equal(null);
  });

  it('opens no session by a proof of another version, or for nobody', async () => {
    const { id } = await make();
    expect(await open(id, 0)).to.be.a('string');
    expect([await open(id, 1), await open(id, -1), await open('nobody', 0)]).to.deep.equal([null, null, null]);
  });
});
