/** Tests the answers with bytes of files: headers, caching, ranges and names. */
import { Readable } from 'node:stream';
import { expect } from 'chai';
import fastify, { type FastifyInstance } from 'fastify';
import { byteRange } from '../../src/http/byte-ranges.ts';
import { answerFile, type FileAnswer } from '../../src/http/file-answers.ts';
import { contentDisposition } from '../../src/http/file-names.ts';

const content = '0123456789';
const photo = { tag: 'tag', name: 'photo.jpg', type: 'image/jpeg', isShown: true, size: content.length };

describe('answerFile', () => {
  let app: FastifyInstance;
  let file: Omit<FileAnswer, 'read'> = photo;

  before(() => {
    app = fastify();
    const missing = Object.assign(new Error('missing'), { statusCode: 404 });
    app.get('/missing', (request, reply) =>
      answerFile(request, reply, { ...file, read: () => Promise.reject(missing) }),
    );
    app.get('/file', (request, reply) =>
      answerFile(request, reply, {
        ...file,
        read: async (range) =>
          Readable.from([Buffer.from(range ? content.slice(range.first, range.last + 1) : content)]),
      }),
    );
  });
  afterEach(() => {
    file = photo;
  });
  after(() => app.close());

  const ask = (headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') =>
    app.inject({ method, url: '/file', headers });

  it('sends the whole with headers under which it runs nothing and stays private', async () => {
    const { statusCode, headers, body } = await ask();
    expect([statusCode, body]).to.deep.equal([200, content]);
    expect(headers).to.include({
      'content-type': 'image/jpeg',
      'content-length': '10',
      'content-disposition': 'inline; filename=photo.jpg',
      'cache-control': 'private, immutable, max-age=31536000',
      'content-security-policy': "sandbox; default-src 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'accept-ranges': 'bytes',
      etag: '"tag"',
    });
  });

  it('sends what the page does not show as a download', async () => {
    file = { ...photo, name: 'page.html', type: 'application/octet-stream', isShown: false };
    expect((await ask()).headers['content-disposition']).to.equal('attachment; filename=page.html');
  });

  it('answers a range with 206, and one behind the end with 416', async () => {
    const { statusCode, headers, body } = await ask({ range: 'bytes=2-4' });
    expect([statusCode, body, headers['content-range'], headers['content-length']]).to.deep.equal([
      206,
      '234',
      'bytes 2-4/10',
      '3',
    ]);
    const beyond = await ask({ range: 'bytes=10-' });
    expect([beyond.statusCode, beyond.headers['content-range'], beyond.json().error.code]).to.deep.equal([
      416,
      'bytes */10',
      'invalid_input',
    ]);
  });

  it('sends the whole when the range is of another version', async () => {
    expect((await ask({ range: 'bytes=2-4', 'if-range': '"tag"' })).body).to.equal('234');
    expect((await ask({ range: 'bytes=2-4', 'if-range': '"other"' })).body).to.equal(content);
  });

  it('answers 304 to a client that has it', async () => {
    for (const known of ['"tag"', 'W/"tag"', '"a", "tag"', '*']) {
      const { statusCode, body, headers } = await ask({ 'if-none-match': known });
      expect([statusCode, body, headers.etag], known).to.deep.equal([304, '', '"tag"']);
    }
    expect((await ask({ 'if-none-match': '"other"' })).statusCode).to.equal(200);
  });

  it('answers HEAD with the headers alone', async () => {
    const { statusCode, headers, body } = await ask({}, 'HEAD');
    expect([statusCode, headers['content-length'], body]).to.deep.equal([200, '10', '']);
  });

  it('gives a failure none of the headers of a file', async () => {
    file = { ...photo, tag: 'größe' };
    const { statusCode, headers } = await app.inject({ method: 'GET', url: '/missing' });
    expect(statusCode).to.equal(404);
    expect(headers).to.not.have.any.keys('etag', 'content-disposition', 'cache-control');
    expect((await ask()).headers.etag).to.equal('"gr%C3%B6%C3%9Fe"');
  });

  it('serves no range of bytes whose number it does not know', async () => {
    file = { ...photo, size: null };
    const { statusCode, headers, body } = await ask({ range: 'bytes=2-4' });
    expect([statusCode, headers['accept-ranges'], body]).to.deep.equal([200, 'none', content]);
  });
});

describe('byteRange', () => {
  it('reads one range, and takes anything else for the whole', () => {
    expect(byteRange('bytes=0-0', 10)).to.deep.equal({ first: 0, last: 0 });
    expect(byteRange('bytes=5-', 10)).to.deep.equal({ first: 5, last: 9 });
    expect(byteRange('bytes=5-99', 10)).to.deep.equal({ first: 5, last: 9 });
    expect(byteRange('bytes=-3', 10)).to.deep.equal({ first: 7, last: 9 });
    expect(byteRange('bytes=-30', 10)).to.deep.equal({ first: 0, last: 9 });
    for (const header of [undefined, 'bytes=-', 'bytes=4-2', 'bytes=0-1,4-5', 'lines=0-1', 'bytes=a-b', 'bytes= 1-2']) {
      expect(byteRange(header, 10), header).to.equal(null);
    }
  });

  it('finds no byte behind the end, in nothing and in the last zero bytes', () => {
    expect(byteRange('bytes=10-', 10)).to.equal('none');
    expect(byteRange('bytes=0-', 0)).to.equal('none');
    expect(byteRange('bytes=-0', 10)).to.equal('none');
  });
});

describe('contentDisposition', () => {
  const named = (name: string) => contentDisposition(name, false);

  it('carries names of all scripts', () => {
    expect(named('Bild.png')).to.equal('attachment; filename=Bild.png');
    expect(named('größe 照片.png')).to.contain("filename*=UTF-8''gr%C3%B6%C3%9Fe%20%E7%85%A7%E7%89%87.png");
  });

  it('lets no name end the header, name a folder, or feign another ending', () => {
    expect(named('a\r\nSet-Cookie: b=c')).to.equal('attachment; filename="a__Set-Cookie: b=c"');
    expect(named('a"; filename="b.exe')).to.equal('attachment; filename="a\\"; filename=\\"b.exe"');
    expect(named('../../etc/passwd')).to.equal('attachment; filename=_.._etc_passwd');
    expect(named('photo\u202egpj.exe')).to.equal('attachment; filename=photo_gpj.exe');
    expect(named('\ud800.png')).to.equal('attachment; filename=_.png');
    expect(named(' .. ')).to.equal('attachment; filename=file');
  });
});
