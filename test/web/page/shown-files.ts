/** Gives messages files on their way to the page: a body "files NAME" becomes the files of that name. */
import type { Page, Route } from 'playwright-core';
import sharp from 'sharp';
import type { File, Message } from '../../../src/protocol/shapes.ts';
import { tone } from './sample-media.ts';

const image = (id: string, name: string, width: number, height: number): File => ({
  id,
  name,
  type: 'image/png',
  size: 12_345,
  width,
  height,
});

const sound = (id: string): File => ({
  id,
  name: `${id}.wav`,
  type: 'audio/wav',
  size: 480_044,
  durationMs: 60_000,
  waveform: Array.from({ length: 60 }, (_, at) => 10 + ((at * 37) % 90)),
});

export const shownFiles: Record<string, File[]> = {
  one: [image('one', 'lake.png', 1_200, 800)],
  three: [image('a', 'first.png', 800, 800), image('b', 'second.png', 800, 1_200), image('c', 'third.png', 1_200, 800)],
  paper: [{ id: 'paper', name: 'Annual report 2026.pdf', type: 'application/pdf', size: 2_345_678 }],
  voice: [sound('voice')],
  answer: [sound('answer')],
  film: [{ id: 'film', name: 'holiday.mp4', type: 'video/mp4', size: 9_000_000, width: 640, height: 360 }],
};

/** To be called before the page connects; service workers must be blocked. */
export async function showFiles(page: Page): Promise<void> {
  const placeholder = await placeholderOf();
  for (const { type, ...file } of Object.values(shownFiles).flat()) {
    if (type.startsWith('image/')) Object.assign(shownFile(file.id), { placeholder });
  }
  await page.routeWebSocket(/socket\.io/, (page) => {
    const server = page.connectToServer();
    page.onMessage((frame) => server.send(frame));
    server.onMessage((frame) => page.send(typeof frame === 'string' ? withFiles(frame) : frame));
  });
  await page.route('**/api/conversations/*/files/*', answerBytes);
}

const shownFile = (id: string) =>
  Object.values(shownFiles)
    .flat()
    .find((file) => file.id === id) as File;

async function placeholderOf(): Promise<string> {
  const bytes = await gradient(16, 12).webp({ quality: 20 }).toBuffer();
  return `data:image/webp;base64,${bytes.toString('base64')}`;
}

/** A picture that differs at each of its places. */
function gradient(width: number, height: number) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs>
    <linearGradient id="g" x2="1" y2="1"><stop stop-color="#f0a04b"/><stop offset="1" stop-color="#23527c"/></linearGradient>
    </defs><rect width="100%" height="100%" fill="url(#g)"/><circle cx="30%" cy="40%" r="15%" fill="#fff8"/></svg>`;
  return sharp(Buffer.from(svg));
}

async function answerBytes(route: Route): Promise<void> {
  const file = shownFile(new URL(route.request().url()).pathname.split('/').at(-1) ?? '');
  if (file.type === 'audio/wav') return route.fulfill({ contentType: file.type, body: tone(60) });
  if (file.type === 'video/mp4') return route.fulfill({ status: 404 });
  if (!file.width || !file.height) return route.fulfill({ contentType: file.type, body: 'bytes' });
  await route.fulfill({ contentType: file.type, body: await gradient(file.width, file.height).png().toBuffer() });
}

function withFiles(frame: string): string {
  const start = frame.search(/[[{]/);
  if (start < 0 || !frame.includes('"files ')) return frame;
  const content = JSON.parse(frame.slice(start), (_, value) => (isNamed(value) ? named(value) : value));
  return frame.slice(0, start) + JSON.stringify(content);
}

const isNamed = (value: unknown): value is Message =>
  typeof value === 'object' && value !== null && 'body' in value && /^files \w+/.test(`${value.body}`);

function named(message: Message): Message {
  const [, name = '', body = ''] = /^files (\w+) ?(.*)$/.exec(message.body) ?? [];
  return { ...message, body, files: shownFiles[name] ?? [] };
}
