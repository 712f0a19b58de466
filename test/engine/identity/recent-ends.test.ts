/** Recent ends: which cached sessions are trusted, by the polls of the database. */
import { expect } from 'chai';
import { createRecentEnds, endsMax, rememberMs, trustMs } from '../../../src/engine/identity/recent-ends.ts';
import { withFakeClock } from '../poll-windows.ts';

/** The time of the database when the fake clock starts. */
const start = 1_800_000_000_000;
const id = 'a-session';

describe('createRecentEnds', () => {
  /** Polls once a second for as long as the work wants. */
  async function withPolls(
    work: (tools: {
      ends: ReturnType<typeof createRecentEnds>;
      poll(ids?: string[], options?: { jump?: number; isComplete?: boolean }): void;
      pass(ms: number): void;
      database(): number;
    }) => void,
  ): Promise<void> {
    await withFakeClock(async (clock) => {
      const began = performance.now();
      let jumped = 0;
      const ends = createRecentEnds();
      const database = () => start + jumped + performance.now() - began;
      const poll = (ids: string[] = [], { jump = 0, isComplete = true } = {}) => {
        jumped += jump;
        ends.polled(performance.now(), { ids, isComplete, now: database() });
      };
      const pass = (ms: number) => {
        for (let left = ms; left > 0; left -= 1_000) {
          clock.tick(Math.min(left, 1_000));
          poll();
        }
      };
      work({ ends, poll, pass, database });
    });
  }

  it('trusts no entry before the first poll, and then one that was verified in the last ten minutes', async () => {
    await withPolls(({ ends, poll, pass, database }) => {
      expect(ends.isTrusted(id, start)).to.equal(false);
      expect(ends.databaseTime()).to.equal(null);
      poll();
      const verifiedAt = database();
      expect(ends.isTrusted(id, verifiedAt)).to.equal(true);
      pass(trustMs);
      expect(ends.isTrusted(id, verifiedAt), 'after ten minutes').to.equal(true);
      pass(1);
      expect(ends.isTrusted(id, verifiedAt), 'later').to.equal(false);
      expect(ends.isTrusted(id, database() + 1), 'from the future').to.equal(false);
      expect(ends.databaseTime()).to.equal(database());
    });
  });

  it('answers the time of the database in whole milliseconds', async () => {
    await withFakeClock(async (clock) => {
      const ends = createRecentEnds();
      ends.polled(performance.now(), { ids: [], isComplete: true, now: start });
      clock.tick(1.75);
      expect(ends.databaseTime()).to.equal(start + 1);
    });
  });

  it('trusts no entry of a session that ended, for as long as entries from before the end are trusted', async () => {
    await withPolls(({ ends, poll, pass, database }) => {
      poll([id]);
      ends.note(['own-end']);
      pass(trustMs);
      for (const ended of [id, 'own-end']) expect(ends.isTrusted(ended, database()), ended).to.equal(false);
      expect(ends.isTrusted('another', database())).to.equal(true);
    });
  });

  it('trusts nothing while the polls fail', async () => {
    await withFakeClock(async (clock) => {
      const ends = createRecentEnds();
      ends.polled(performance.now(), { ids: [], isComplete: true, now: start });
      clock.tick(4_000);
      expect(ends.isTrusted(id, start)).to.equal(true);
      clock.tick(1);
      expect(ends.isTrusted(id, start)).to.equal(false);
      expect(ends.databaseTime()).to.equal(null);
    });
  });

  it('trusts nothing for eleven minutes after a poll found too much, or a clock that jumped', async () => {
    for (const [what, ids, options] of [
      ['a cut list', ['some'], { isComplete: false }],
      ['a clock that jumped ahead', [], { jump: 6_000 }],
      ['a clock that jumped back', [], { jump: -6_000 }],
      ['more ends than are remembered', Array.from({ length: endsMax + 1 }, (_, index) => `end-${index}`), {}],
    ] as [string, string[], object][]) {
      await withPolls(({ ends, poll, pass, database }) => {
        poll();
        poll(ids, options);
        expect(ends.isTrusted(id, database()), what).to.equal(false);
        pass(rememberMs - 1_000);
        expect(ends.isTrusted(id, database()), what).to.equal(false);
        pass(1_000);
        expect(ends.isTrusted(id, database()), `${what}, later`).to.equal(true);
      });
    }
  });

  it('forgets an end when no entry from before it is trusted any more', async () => {
    await withPolls(({ ends, poll, pass, database }) => {
      poll([id]);
      pass(rememberMs);
      expect(ends.isTrusted(id, database())).to.equal(false);
      pass(1_000);
      poll(['another']);
      expect(ends.isTrusted(id, database())).to.equal(true);
    });
  });
});
