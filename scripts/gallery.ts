/** `npm run gallery`: takes the screenshots of `docs/gallery` again. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launchBrowser } from '../test/support/browser.ts';
import { startServer } from '../test/support/server-process.ts';
import { Camera, type Look } from './gallery/camera.ts';
import { type Cast, fill } from './gallery/cast.ts';
import type { Scene } from './gallery/scene.ts';
import { scenes } from './gallery/scenes.ts';

const help = `npm run gallery -- [--only SCENE,…] [--folder FOLDER] [--png]

Starts a node of its own, fills it, and takes a screenshot of every scene in its looks.`;

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

async function takeAll(camera: Camera, cast: Cast): Promise<void> {
  for (const scene of scenes.filter(({ name }) => wanted?.includes(name) ?? true)) {
    for (const look of scene.looks) await takeOne(camera, cast, scene, look);
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
  const sections = scenes.map(({ name, title, looks }) => {
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
  const server = await startServer();
  const browser = await launchBrowser({ fakeMicrophone: true });
  try {
    await takeAll(new Camera(browser, server.url, { folder, format: values.png ? 'png' : 'webp' }), await fill(server));
    if (!wanted) writeFileSync(`${folder}/README.md`, index());
  } finally {
    await browser.close();
    await server.dispose();
  }
}

if (values.help) process.stdout.write(`${help}\n`);
else await run();
