/** Makes sounds and films that a browser plays. */
import type { Page } from 'playwright-core';

/** A WAV file of 8,000 bytes a second. */
export function tone(seconds: number): Buffer {
  const samples = Buffer.alloc(8_000 * seconds);
  for (const at of samples.keys()) samples.writeUInt8(128 + Math.round(40 * Math.sin(at / 3)), at);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8_000, 24);
  head.writeUInt32LE(8_000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}

/** A WebM film of a canvas, as the browser of the page records it. */
export async function shortFilm(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 180 });
    const context = canvas.getContext('2d');
    if (!context) throw new Error('The browser has no canvas.');
    let frames = 0;
    const paint = setInterval(() => {
      context.fillStyle = `hsl(${frames++ * 20} 60% 50%)`;
      context.fillRect(0, 0, canvas.width, canvas.height);
    }, 40);
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm;codecs=vp8' });
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => {
      parts.push(data);
      if (frames >= 12 && recorder.state === 'recording') recorder.stop();
    };
    await new Promise((resolve) => {
      recorder.onstop = resolve;
      recorder.start(100);
    });
    clearInterval(paint);
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  });
  return Buffer.from(base64, 'base64');
}
