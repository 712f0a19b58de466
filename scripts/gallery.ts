/** `npm run gallery`: takes the screenshots of `docs/gallery` again. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../test/support/browser.ts';
import { startServer } from '../test/support/server-process.ts';
import { Camera, type Look } from './gallery/camera.ts';
import type { Cast } from './gallery/cast.ts';
import type { Scene } from './gallery/scene.ts';
import { type SceneSet, sceneSets } from './gallery/scenes.ts';

const help = `npm run gallery -- [--only SCENE,…] [--folder FOLDER] [--png]

Starts nodes of its own, fills them, and takes a screenshot of every scene in its looks.
Emoji need a font of the machine, such as that of the Debian package fonts-noto-color-emoji.`;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    folder: { type: 'string' },
    png: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
const folder = values.folder ?? fileURLToPath(new URL('../docs/gallery', import.meta.url));
const wanted = values.only?.split(',');

async function takeSet(browser: Browser, { env, fill, scenes }: SceneSet): Promise<void> {
  const chosen = scenes.filter(({ name }) => wanted?.includes(name) ?? true);
  if (chosen.length === 0) return;
  const server = await startServer({ env });
  try {
    const camera = new Camera(browser, server.url, { folder, format: values.png ? 'png' : 'webp' });
    const cast = await fill(server);
    for (const scene of chosen) for (const look of scene.looks) await takeOne(camera, cast, scene, look);
  } finally {
    await server.dispose();
  }
}

async function takeOne(camera: Camera, cast: Cast, scene: Scene, look: Look): Promise<void> {
  const user = scene.user ? cast[scene.user] : null;
  const page = await camera.open(look, user, scene.path);
  page.setDefaultTimeout(15_000);
  try {
    await scene.act?.(page, user, cast);
    await camera.take(page, `${scene.name}.${look.name}`);
  } catch (error) {
    throw new Error(`The scene ${scene.name} in the look ${look.name} failed.`, { cause: error });
  } finally {
    await page.context().close();
  }
}

/** The page that shows the screenshots of each scene beside each other. */
function index(): string {
  const sections = sceneSets
    .flatMap(({ scenes }) => scenes)
    .map(({ name, title, looks }) => {
      const shots = looks.map(
        (look) =>
          `<img src="${name}.${look.name}.webp" alt="${title}: ${look.title}" title="${look.title}" height="420">`,
      );
      return `## ${title}\n\n${shots.join('\n')}\n`;
    });
  return `# Gallery\n\nEvery state of the page. \`npm run gallery\` takes these screenshots again.\n\n${sections.join('\n')}`;
}

async function run(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  if (!wanted) for (const file of readdirSync(folder)) rmSync(`${folder}/${file}`);
  const browser = await launchBrowser({ fakeMicrophone: true });
  try {
    for (const set of sceneSets) await takeSet(browser, set);
    writeFileSync(`${folder}/README.md`, index());
  } finally {
    await browser.close();
  }
}

if (values.help) process.stdout.write(`${help}\n`);
else await run();
