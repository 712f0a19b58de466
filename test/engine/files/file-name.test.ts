/** Tests the cleaning of the names of uploaded files. */
import { expect } from 'chai';
import { cleanFileName } from '../../../src/engine/files/file-name.ts';
import { limits } from '../../../src/protocol/limits.ts';

/** Every character that turns the direction of a text, as Unicode lists them. */
const bidiControls = [0x061c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069];

describe('the name of an uploaded file', () => {
  it('has no characters that turn the direction of a text', () => {
    for (const code of bidiControls) {
      expect(cleanFileName(`a${String.fromCodePoint(code)}gpj.exe`), code.toString(16)).to.equal('agpj.exe');
    }
  });

  it('has no control characters, folders and blank ends', () => {
    expect(cleanFileName(' ../a\u0000b\\c\n.txt ')).to.equal('.._ab_c.txt');
  });

  it('keeps the joiners of scripts and emoji, which do not change the direction', () => {
    for (const name of ['می\u200cخواهم.txt', '👩\u200d🔬.png', 'שלום.pdf', 'سلام.pdf'])
      expect(cleanFileName(name)).to.equal(name);
  });

  it('is "file" when nothing else is left', () => {
    for (const name of ['', '..', '\u061c', ' \u202e. ']) expect(cleanFileName(name)).to.equal('file');
  });

  it('keeps its ending when it is cut', () => {
    const name = cleanFileName(`${'😀'.repeat(limits.fileNameMaxLength)}.txt`);
    expect([...name]).to.have.length(limits.fileNameMaxLength);
    expect(name.endsWith('😀.txt')).to.equal(true);
  });
});
