/** Compresses each text file of the built page, so that the server only picks the form that a browser accepts. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const texts = /\.(?:css|html|js|json|svg|webmanifest)$/;
/** A smaller file gains less than its headers. In bytes. */
const compressFrom = 512;

const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };

/** @param {string} folder - every file in it is text of ours, so that no secret shares a compressed stream with it. */
export function compressPage(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  for (const file of files.filter((name) => texts.test(name) && statSync(name).size >= compressFrom)) {
    const content = readFileSync(file);
    writeFileSync(`${file}.br`, brotliCompressSync(content, brotli));
    writeFileSync(`${file}.gz`, gzipSync(content, { level: constants.Z_BEST_COMPRESSION }));
  }
}
