/** Draws the icons of the installed page from `src/web/public/favicon.svg`: `npm run icons`. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from '../test/support/browser.ts';

const folder = 'src/web/public/icons';

/** `drawn` is the part of the icon's width that the drawing takes. A mask may cut off all beyond a circle of 80 %. */
const icons = [
  { name: 'icon-192', size: 192, drawn: 0.92, background: 'transparent' },
  { name: 'icon-512', size: 512, drawn: 0.92, background: 'transparent' },
  { name: 'maskable-192', size: 192, drawn: 0.56, background: '#f6f1ea' },
  { name: 'maskable-512', size: 512, drawn: 0.56, background: '#f6f1ea' },
  { name: 'apple-touch', size: 180, drawn: 0.7, background: '#f6f1ea' },
];

const svg = readFileSync('src/web/public/favicon.svg').toString('base64');
const browser = await launchBrowser();
const page = await browser.newPage();
mkdirSync(folder, { recursive: true });
for (const { name, size, drawn, background } of icons) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<body style="margin:0;height:100vh;display:grid;place-items:center;background:${background}">
     <img style="width:${100 * drawn}vw" src="data:image/svg+xml;base64,${svg}">`,
  );
  writeFileSync(join(folder, `${name}.png`), await page.screenshot({ omitBackground: true }));
}
await browser.close();
