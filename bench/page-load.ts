/** Measures how soon a person reads a conversation on a slow line: `npm run bench:page [-- --lighthouse]`. */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { browserFlags } from '../test/support/browser.ts';
import { expectStatus, register, type TestUser } from '../test/support/client.ts';
import { freePort } from '../test/support/free-port.ts';
import { requireProgram } from '../test/support/programs.ts';
import { startServer } from '../test/support/server-process.ts';
import { percentile } from './statistics.ts';

const repetitions = 7;
const messages = 60;
/** "Fast 3G" of Chromium's developer tools: bits per second as bytes, and the round trip in milliseconds. */
const fast3g = { offline: false, downloadThroughput: 180_000, uploadThroughput: 84_375, latency: 562.5 };
const slowerProcessor = 4;
/** The version whose figures docs/page.md shows. */
const lighthouse = 'lighthouse@12.8.2';
const categories = ['performance', 'accessibility', 'best-practices', 'seo'];

interface Load {
  /** From the start of the navigation until the newest message is drawn, in milliseconds. */
  readableMs: number;
  /** Of the bodies of everything that was loaded until then, as they came over the line. */
  bytes: number;
}

/** Two users, of whom the first is to read a conversation. */
async function prepare(url: string): Promise<{ reader: TestUser; address: string }> {
  const [reader, writer] = [await register(url), await register(url)];
  for (let number = 1; number <= messages; number += 1) {
    const body = { clientId: randomUUID(), body: `This is message ${number} of the conversation.` };
    expectStatus(await writer.fetch(`/api/conversations/${reader.username}/messages`, { method: 'POST', body }), 201);
  }
  const device = await reader.connect();
  await device.ask('markRead', { with: writer.username, seq: messages });
  device.close();
  return { reader, address: `${url}/#/${writer.username}` };
}

async function openContext(browser: Browser, { reader, address }: Awaited<ReturnType<typeof prepare>>) {
  const context = await browser.newContext({ viewport: { width: 412, height: 823 }, deviceScaleFactor: 1.75 });
  const [name = '', value = ''] = reader.cookie.split('=');
  await context.addCookies([{ name, value, url: new URL(address).origin }]);
  // The moment in which the newest message is in the document; the frame after it shows the message.
  await context.addInitScript((newest) => {
    // No inner function has a name: the page lacks the helper by which the loader of TypeScript keeps names.
    const readable = new Promise((resolve) => {
      new MutationObserver((_, observer) => {
        if (!document.querySelector('.log')?.textContent?.includes(newest)) return;
        observer.disconnect();
        requestAnimationFrame(() => resolve(performance.now()));
      }).observe(document, { childList: true, subtree: true, characterData: true });
    });
    Object.assign(window, { readable });
  }, `message ${messages} of`);
  return context;
}

async function load(context: BrowserContext, address: string): Promise<Load> {
  const page = await context.newPage();
  const line = await context.newCDPSession(page);
  await line.send('Network.enable');
  await line.send('Network.emulateNetworkConditions', fast3g);
  await line.send('Emulation.setCPUThrottlingRate', { rate: slowerProcessor });
  await page.goto(address, { waitUntil: 'commit' });
  // By the browser's own means: for `waitForFunction`, Playwright adds a script to the page that takes it 70 ms.
  const { result } = await line.send('Runtime.evaluate', { expression: 'readable', awaitPromise: true });
  const readableMs = Number(result.value);
  const bytes = await bytesUntil(page, readableMs);
  await page.close();
  return { readableMs, bytes };
}

function bytesUntil(page: Page, until: number): Promise<number> {
  return page.evaluate((end) => {
    const entries = [
      ...performance.getEntriesByType('navigation'),
      ...performance.getEntriesByType('resource'),
    ] as PerformanceResourceTiming[];
    return entries.filter(({ responseEnd }) => responseEnd <= end).reduce((sum, one) => sum + one.encodedBodySize, 0);
  }, until);
}

/** Loads the page until its worker has the files and the browser has kept the conversation. */
async function warm(context: BrowserContext, address: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(address);
  await page.waitForFunction(
    async () => (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated',
  );
  await page.waitForTimeout(3_000);
  await page.close();
}

async function measure(browser: Browser, place: Awaited<ReturnType<typeof prepare>>): Promise<void> {
  const [cold, again]: [Load[], Load[]] = [[], []];
  for (let turn = 0; turn < repetitions; turn += 1) {
    const context = await openContext(browser, place);
    cold.push(await load(context, place.address));
    await warm(context, place.address);
    again.push(await load(context, place.address));
    await context.close();
  }
  const row = (what: string, loads: readonly Load[]) => {
    const times = loads.map(({ readableMs }) => readableMs);
    const seconds = [0.5, 0, 1].map((part) => (percentile(times, part) / 1_000).toFixed(2));
    const bytes = percentile(
      loads.map((one) => one.bytes),
      0.5,
    );
    return `| ${what} | ${seconds[0]} s (${seconds[1]} to ${seconds[2]}) | ${(bytes / 1_000).toFixed(1)} kB |\n`;
  };
  process.stdout.write(
    '| Fast 3G, processor 4 × slower | conversation readable | loaded until then |\n| --- | --- | --- |\n',
  );
  process.stdout.write(row('first visit', cold) + row('later visit', again));
}

/** Runs Lighthouse's mobile audit of the conversation, in a browser of its own. */
function audit({ reader, address }: Awaited<ReturnType<typeof prepare>>): void {
  const folder = mkdtempSync(join(tmpdir(), 'lighthouse-'));
  const report = join(folder, 'report.json');
  const headers = JSON.stringify({ Cookie: reader.cookie });
  const flags = `--chrome-flags=${browserFlags.join(' ')}`;
  const options = ['--quiet', '--output=json', `--output-path=${report}`, `--extra-headers=${headers}`, flags];
  const only = `--only-categories=${categories.join(',')}`;
  const env = { ...process.env, CHROME_PATH: requireProgram('chromium') };
  const { status } = spawnSync('npx', ['--yes', lighthouse, address, ...options, only], { env, stdio: 'inherit' });
  if (status !== 0) throw new Error('Lighthouse failed.');
  const found = JSON.parse(readFileSync(report, 'utf8'));
  rmSync(folder, { recursive: true });
  const scores = categories.map((name) => `${name} ${Math.round(found.categories[name].score * 100)}`);
  process.stdout.write(`\nLighthouse ${found.lighthouseVersion}, mobile: ${scores.join(', ')}\n`);
  for (const one of Object.values<{ id: string; score: number | null; title: string; displayValue?: string }>(
    found.audits,
  )) {
    if (one.score !== null && one.score < 0.9)
      process.stdout.write(`  ${one.id} ${one.score} ${one.displayValue ?? ''}\n`);
  }
}

const server = await startServer({ port: await freePort() });
const browser = await chromium.launch({ executablePath: requireProgram('chromium'), args: [...browserFlags] });
try {
  const place = await prepare(server.url);
  await measure(browser, place);
  if (process.argv.includes('--lighthouse')) audit(place);
} finally {
  await browser.close();
  await server.dispose();
}
