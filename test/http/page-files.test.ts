/** Tests how the files of the page are served: compressed where the browser accepts it, and cached by their names. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import fastify from 'fastify';
import { registerPage } from '../../src/http/page-files.ts';
import { addSecurityHeaders } from '../../src/http/security-headers.ts';
import { makeFolder } from '../support/temporary-folder.ts';

const script = `const value = '${'Hallo '.repeat(200)}';`;
const picture = randomBytes(2_000);
const forms = { br: brotliDecompressSync, gzip: gunzipSync };

describe('the files of the page', () => {
  const folder = makeFolder('page-files');
  const app = fastify();
  before(async () => {
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Duologue</title>');
    writeFileSync(join(folder, 'manifest.webmanifest'), '{ "lang": "en" }');
    for (const language of ['de', 'zh']) {
      mkdirSync(join(folder, 'languages', language), { recursive: true });
      writeFileSync(join(folder, 'languages', language, 'index.html'), `<html lang="${language}">`);
      writeFileSync(join(folder, 'languages', language, 'manifest.webmanifest'), `{ "lang": "${language}" }`);
    }
    writeFileSync(join(folder, 'sw.js'), script);
    writeFileSync(join(folder, 'assets/entry-1.js'), script);
    writeFileSync(join(folder, 'assets/face-1.png'), picture);
    const compress = `import { compressPage } from './scripts/compress-page.mjs'; compressPage(process.argv[1]);`;
    execFileSync(process.execPath, ['--input-type=module', '-e', compress, folder]);
    await registerPage(app, folder);
  });
  after(() => app.close());

  const get = (url: string, accepted?: string) =>
    app.inject({ url, headers: accepted === undefined ? {} : { 'accept-encoding': accepted } });

  for (const [accepted, wanted] of [
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['identity', undefined],
    [undefined, undefined],
  ] as const) {
    it(`sends them ${wanted ? `as ${wanted}` : 'as they are'} to a browser that accepts ${accepted ?? 'nothing'}`, async () => {
      const { statusCode, headers, rawPayload } = await get('/assets/entry-1.js', accepted);
      expect(statusCode).to.equal(200);
      expect(headers['content-encoding']).to.equal(wanted);
      expect(headers.vary).to.match(/accept-encoding/i);
      expect(headers['content-type']).to.match(/^(text|application)\/javascript/);
      expect(headers['cache-control']).to.contain('immutable');
      expect((wanted ? forms[wanted](rawPayload) : rawPayload).toString()).to.equal(script);
    });
  }

  it('sends them as they are where compression gains nothing', async () => {
    for (const url of ['/assets/face-1.png', '/']) {
      expect((await get(url, 'br, gzip')).headers['content-encoding'], url).to.equal(undefined);
    }
    expect((await get('/assets/face-1.png', 'br')).rawPayload.equals(picture)).to.equal(true);
  });

  for (const [accepted, wanted] of [
    ['de-AT,de;q=0.9,en;q=0.8', 'de'],
    ['en-GB,en;q=0.9,de;q=0.8', 'en'],
    ['pt;q=0.9, zh-Hans-CN;q=0.8, de; q=0.1', 'zh'],
    ['de;q=0, zh;q=0.1', 'zh'],
    ['de;q=x, ../de, *', 'en'],
    ['', 'en'],
  ] as const) {
    it(`sends the document and the manifest in "${wanted}" to a reader of "${accepted}"`, async () => {
      for (const url of ['/', '/settings', '/manifest.webmanifest']) {
        const { body, headers } = await app.inject({ url, headers: { 'accept-language': accepted } });
        expect(headers['content-language'], url).to.equal(wanted);
        expect(headers.vary, url).to.match(/accept-language/i);
        expect(headers['cache-control'], url).to.equal('no-cache');
        if (wanted !== 'en') expect(body, url).to.contain(`"${wanted}"`);
      }
    });
  }

  it('lets a browser ask each time for the document, which names the others', async () => {
    for (const url of ['/login', '/sw.js']) {
      expect((await get(url)).headers['cache-control'], url).to.equal('no-cache');
    }
  });

  it('sends scripts without the headers of a document, and the document with all', async () => {
    addSecurityHeaders(app.server, () => false, []);
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const headersOf = async (path: string) => (await fetch(url + path)).headers;
    const [asset, document] = [await headersOf('/assets/entry-1.js'), await headersOf('/')];
    for (const name of ['x-content-type-options', 'x-frame-options', 'cross-origin-resource-policy']) {
      expect(asset.get(name), name).to.equal(document.get(name)).and.to.be.a('string');
    }
    expect(asset.get('content-security-policy')).to.equal("default-src 'none'; frame-ancestors 'none'");
    expect(document.get('content-security-policy')).to.contain("script-src 'self'");
    expect(asset.get('permissions-policy')).to.equal(null);
    expect(document.get('permissions-policy')).to.be.a('string');
  });
});
