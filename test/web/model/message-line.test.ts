/** Tests of the line that stands for a message in lists and quotes. */
import { expect } from 'chai';
import type { File } from '../../../src/protocol/shapes.ts';
import { messageLine } from '../../../src/web/model/message-line.ts';
import { showLanguage } from '../../../src/web/texts/texts.ts';

const file = (type: string, more: Partial<File> = {}): File => ({ id: type, name: 'its name', type, size: 1, ...more });
const lineOf = (...files: File[]) => messageLine({ body: '', files });

describe('the line of a message', () => {
  before(() => showLanguage('en'));

  it('is its text, also when it has files', () => {
    expect(messageLine({ body: 'look', files: [file('image/png')] })).to.equal('look');
  });

  it('is empty without a text and files, as for a deleted message', () => {
    expect(messageLine({ body: '' })).to.equal('');
    expect(lineOf()).to.equal('');
  });

  it('says what a single file is, or its name', () => {
    expect(lineOf(file('image/webp'))).to.equal('Photo');
    expect(lineOf(file('video/mp4'))).to.equal('Video');
    expect(lineOf(file('audio/webm', { waveform: [1, 2] }))).to.equal('Voice message');
    expect(lineOf(file('audio/mpeg'))).to.equal('its name');
    expect(lineOf(file('application/pdf'))).to.equal('its name');
  });

  it('counts several files, and calls them photos when all are images', () => {
    expect(lineOf(file('image/png'), file('image/gif'))).to.equal('2 photos');
    expect(lineOf(file('image/png'), file('video/mp4'))).to.equal('2 files');
    expect(lineOf(file('audio/mpeg'), file('audio/mpeg'), file('text/plain'))).to.equal('3 files');
  });
});
