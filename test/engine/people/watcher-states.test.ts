/** The recorded states of watched users, and the changes that a heartbeat finds in them. */
import { expect } from 'chai';
import { createWatcherStates } from '../../../src/engine/people/watcher-states.ts';

describe('createWatcherStates', () => {
  const nobody = new Set<string>();

  it('answers a changed user until the push is recorded', () => {
    const states = createWatcherStates();
    expect(states.changes(['anna', 'bert'], nobody), 'the first comparison').to.deep.equal([]);
    const online = new Set(['anna']);
    expect(states.changes(['anna', 'bert'], online)).to.deep.equal(['anna']);
    expect(states.changes(['anna', 'bert'], online), 'the push failed').to.deep.equal(['anna']);
    states.pushed('anna', true);
    expect(states.changes(['anna', 'bert'], online)).to.deep.equal([]);
  });

  it('answers a user whose watchers were told different states', () => {
    const states = createWatcherStates();
    states.answered('anna', false);
    states.answered('anna', false);
    expect(states.changes(['anna'], nobody), 'all were told the same').to.deep.equal([]);
    states.answered('anna', true);
    expect(states.changes(['anna'], new Set(['anna']))).to.deep.equal(['anna']);
  });

  it('forgets a user that is no longer watched', () => {
    const states = createWatcherStates();
    states.pushed('anna', true);
    expect(states.changes([], nobody)).to.deep.equal([]);
    expect(states.changes(['anna'], nobody)).to.deep.equal([]);
  });
});
