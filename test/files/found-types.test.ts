/** The types that are found in the bytes of files. */
import { expect } from 'chai';
import { examinerOfTest } from './examined-bytes.ts';

const examiner = examinerOfTest();

const box = (type: string, ...content: Buffer[]): Buffer => {
  const size = 8 + content.reduce((sum, { length }) => sum + length, 0);
  const header = Buffer.alloc(8);
  header.writeUInt32BE(size);
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, ...content]);
};

const mp4 = (handler: 'vide' | 'soun') =>
  Buffer.concat([
    box('ftyp', Buffer.from('isom\0\0\0\0isommp42')),
    box('mdat', Buffer.alloc(5_000, 'vide')),
    box('moov', box('trak', box('hdlr', Buffer.alloc(8), Buffer.from(handler), Buffer.alloc(13)))),
  ]);

const webm = (codec: string) =>
  Buffer.concat([
    Buffer.from(
      '1a45dfa39f4286810142f7810142f2810442f381084282847765626d42878104428581021853806701ffffffffffffff',
      'hex',
    ),
    Buffer.from(`1654ae6b\u0001${codec}`),
    Buffer.alloc(500),
  ]);

const typeOf = async (bytes: Buffer | string) => {
  const { type, kind, previewPath } = await examiner.examine(bytes);
  expect(previewPath).to.equal(null);
  return `${kind} ${type}`;
};

describe('the type of a file', () => {
  after(examiner.close);

  it('is one that runs nothing for markup and scripts', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
    for (const markup of [
      '<!doctype html><script>alert(1)</script>',
      svg,
      `<?xml version="1.0"?>${svg}`,
      '\ufeff<html>',
    ]) {
      expect(await typeOf(markup), markup).to.match(/^file application\/(octet-stream|xml)$/);
    }
  });

  it('is plain text for text, and unknown for other bytes', async () => {
    expect(await typeOf('Grüße, 你好\n'.repeat(1_000))).to.equal('file text/plain');
    expect(await typeOf(Buffer.from([1, 2, 3, 250, 251]))).to.equal('file application/octet-stream');
    expect(await typeOf('')).to.equal('file application/octet-stream');
  });

  it('is that of the content for documents', async () => {
    expect(await typeOf('%PDF-1.7\n')).to.equal('file application/pdf');
  });

  it('is a download for images and films that not every browser shows', async () => {
    const tiff = Buffer.concat([Buffer.from('49492a0008000000', 'hex'), Buffer.alloc(100)]);
    expect(await typeOf(tiff)).to.equal('file application/octet-stream');
    const quickTime = box('ftyp', Buffer.from('qt  \0\0\0\0qt  '));
    expect(await typeOf(quickTime)).to.equal('file application/octet-stream');
  });

  it('tells films from sounds in the same container', async () => {
    expect(await typeOf(mp4('vide'))).to.equal('video video/mp4');
    expect(await typeOf(mp4('soun'))).to.equal('audio audio/mp4');
    expect(await typeOf(webm('V_VP9'))).to.equal('video video/webm');
    expect(await typeOf(webm('A_OPUS'))).to.equal('audio audio/webm');
  });
});
