/** A test that passes when it is run again is told of, with the reason why it had failed. */
import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import Mocha from 'mocha';
import { watchSecondAttempts } from './second-attempts.ts';

describe('second attempts', () => {
  it('are told of where they passed, and only there', async () => {
    const mocha = new Mocha({ reporter: class {} as never, retries: 1 });
    let attempts = 0;
    const add = (title: string, work: () => void) => mocha.suite.addTest(new Mocha.Test(title, work));
    add('sound', () => {});
    add('shaky', () => {
      attempts += 1;
      if (attempts === 1) throw new Error('not yet');
    });
    add('broken', () => {
      throw new Error('never');
    });
    let told = () => '';
    await new Promise((ended) => {
      told = watchSecondAttempts(mocha.run(ended));
    });
    expect(told()).to.match(/^Passed only at the second attempt: shaky\nError: not yet\n/);
    expect(told()).to.not.match(/sound|broken/);
  });

  it('are no word where there was none', () => {
    expect(watchSecondAttempts(new EventEmitter())()).to.equal('');
  });
});
