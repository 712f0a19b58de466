/** Tests which part of a tray the browser keeps. */
import { expect } from 'chai';
import {
  fittingPart,
  type KeptTray,
  type KeptUpload,
  keptBounds,
} from '../../../src/web/model/uploads/kept-uploads.ts';

const upload = (key: string, size = 1): KeptUpload => ({
  key,
  name: `${key}.txt`,
  size,
  isPlain: false,
  sound: null,
  address: null,
});
const many = (count: number) => Array.from({ length: count }, (_, at) => upload(`other ${at}`));

const tray = (uploads: KeptUpload[], ...held: KeptUpload[][]): KeptTray => ({
  peer: 'ben',
  isPlain: false,
  uploads,
  held: held.map((files, at) => ({ key: `message ${at}`, body: '', reply: null, uploads: files })),
});

/** The keys of the files of each message, and those of the chosen files. */
function keptKeys(given: KeptTray, others: KeptUpload[] = [], canKeep = (_upload: KeptUpload) => true) {
  const { held, uploads } = fittingPart(given, others, canKeep);
  const keysOf = (files: readonly KeptUpload[]) => files.map(({ key }) => key);
  return [held.map((message) => keysOf(message.uploads)), keysOf(uploads)];
}

describe('the part of a tray that the browser keeps', () => {
  it('is all of it where there is room', () => {
    expect(keptKeys(tray([upload('c')], [upload('a'), upload('b')]))).to.deep.equal([[['a', 'b']], ['c']]);
  });

  it('has at most so many files together with those of other trays, messages first', () => {
    const given = tray([upload('c'), upload('d')], [upload('a'), upload('b')]);
    expect(keptKeys(given, many(keptBounds.files - 3))).to.deep.equal([[['a', 'b']], ['c']]);
  });

  it('has at most so many bytes together with those of other trays', () => {
    const given = tray([upload('b', 2), upload('c', 1)], [upload('a', 3)]);
    expect(keptKeys(given, [upload('other', keptBounds.bytes - 4)])).to.deep.equal([[['a']], ['c']]);
  });

  it('has a message whole or not at all', () => {
    const given = tray([upload('d')], [upload('a'), upload('b')], [upload('c')]);
    expect(keptKeys(given, many(keptBounds.files - 1))).to.deep.equal([[['c']], []]);
    const lacksB = ({ key }: KeptUpload) => key !== 'b';
    expect(keptKeys(given, [], lacksB)).to.deep.equal([[['c']], ['d']]);
  });
});
