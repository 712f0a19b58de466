import { expect } from 'chai';
import { loudnessOf, waveformOf } from '../../../src/web/model/voice/loudness.ts';

describe('loudness of a recording', () => {
  const constant = (value: number) => new Float32Array(2_048).fill(value);

  it('is 0 for silence and 100 for the loudest sound', () => {
    expect(loudnessOf(constant(0))).to.equal(0);
    expect(loudnessOf(constant(1))).to.equal(100);
    expect(loudnessOf(new Float32Array())).to.equal(0);
  });

  it('rises in decibels, and does not go below silence', () => {
    expect(loudnessOf(constant(0.1))).to.equal(60);
    expect(loudnessOf(constant(-0.1))).to.equal(60);
    expect(loudnessOf(constant(0.001))).to.equal(0);
  });

  it('has at most so many values, each the loudest of its part', () => {
    expect(waveformOf([10, 100, 20, 50, 0, 30], 3)).to.deep.equal([100, 50, 30]);
    expect(waveformOf(Array(72_000).fill(7), 100)).to.deep.equal(Array(100).fill(100));
  });

  it('stretches a soft voice to the whole height, and leaves silence flat', () => {
    expect(waveformOf([10, 20], 100)).to.deep.equal([50, 100]);
    expect(waveformOf([0, 0], 100)).to.deep.equal([0, 0]);
    expect(waveformOf([], 100)).to.deep.equal([]);
  });
});
