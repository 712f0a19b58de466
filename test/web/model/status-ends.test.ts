/** Tests that statuses leave the page at their ends, and when the offered ends are. */
import { install } from '@sinonjs/fake-timers';
import { expect } from 'chai';
import type { User } from '../../../src/protocol/shapes.ts';
import { standingStatus } from '../../../src/web/model/standing-status.ts';
import { endOf } from '../../../src/web/model/status-endings.ts';
import { followStatusEnds } from '../../../src/web/model/status-ends.ts';
import { UserCache } from '../../../src/web/model/user-cache.ts';

const day = 86_400_000;

describe('the ends of statuses', () => {
  let clock: ReturnType<typeof install>;
  beforeEach(() => {
    clock = install({ now: new Date(2026, 10, 27, 12, 0).getTime(), toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  });
  afterEach(() => clock.uninstall());

  const userWith = (username: string, endsInMs: number | null): User => ({
    ...{ username, displayName: username, online: true, lastSeenAt: null },
    status: {
      text: 'Away',
      emoji: null,
      until: endsInMs === null ? null : new Date(Date.now() + endsInMs).toISOString(),
    },
  });

  it('removes each status at its end, however far it is, and leaves those without one', () => {
    const users = new UserCache();
    users.learn([userWith('soon', 60_000), userWith('late', 40 * day), userWith('always', null)]);
    const stop = followStatusEnds(users);
    const shown = () => users.all.filter(({ status }) => status).map(({ username }) => username);
    clock.tick(59_999);
    expect(shown()).to.deep.equal(['soon', 'late', 'always']);
    clock.tick(1);
    expect(shown()).to.deep.equal(['late', 'always']);
    users.learn([userWith('next', 1_000)]);
    clock.tick(1_000);
    expect(shown()).to.deep.equal(['late', 'always']);
    clock.tick(40 * day);
    expect(shown()).to.deep.equal(['always']);
    users.learn([userWith('over', -1)]);
    expect(standingStatus(users.get('over'))).to.equal(undefined);
    clock.tick(0);
    expect(shown()).to.deep.equal(['always']);
    stop();
    expect(clock.countTimers()).to.equal(0);
  });

  it('has no timer after it was stopped', () => {
    const users = new UserCache();
    users.learn([userWith('soon', 60_000)]);
    followStatusEnds(users)();
    expect(clock.countTimers()).to.equal(0);
  });

  it('offers the end of the day and of the week, in the time of the device', () => {
    const at = (month: number, date: number) => new Date(2026, month, date).toISOString();
    const friday = new Date(2026, 10, 27, 12, 0);
    expect(endOf('halfHour', 'de', friday)).to.equal(new Date(2026, 10, 27, 12, 30).toISOString());
    expect(endOf('fourHours', 'de', friday)).to.equal(new Date(2026, 10, 27, 16, 0).toISOString());
    expect(endOf('today', 'de', friday)).to.equal(at(10, 28));
    expect(endOf('week', 'de', friday)).to.equal(at(10, 30));
    expect(endOf('week', 'de', new Date(2026, 10, 29, 23, 59)), 'a Sunday').to.equal(at(10, 30));
    expect(endOf('week', 'de', new Date(2026, 10, 30)), 'a Monday').to.equal(at(11, 7));
  });

  it('ends the week where it ends for the reader', () => {
    const at = (month: number, date: number) => new Date(2026, month, date).toISOString();
    const friday = new Date(2026, 10, 27, 12, 0);
    expect(endOf('week', 'en-US', friday), 'before a Sunday').to.equal(at(10, 29));
    expect(endOf('week', 'en-US', new Date(2026, 10, 29)), 'on a Sunday').to.equal(at(11, 6));
    expect(endOf('week', 'ar-EG', friday), 'before a Saturday').to.equal(at(10, 28));
  });
});
