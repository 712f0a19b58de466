/** Sends real files as the user of a page: uploads them, and attaches them to a message. */
import { expect } from 'chai';
import sharp from 'sharp';
import type { Message } from '../../../src/protocol/shapes.ts';
import type { Visitor } from './visitor.ts';

export interface SentFile {
  name: string;
  bytes: Buffer;
  /** The loudness of a voice message over its time. */
  waveform?: readonly number[];
}

/** A small picture, of a colour of its own for each number. */
export async function smallPhoto(number: number): Promise<SentFile> {
  const background = { r: (number * 47) % 256, g: (number * 91) % 256, b: (number * 13) % 256 };
  const bytes = await sharp({ create: { width: 48, height: 32, channels: 3, background } })
    .png()
    .toBuffer();
  return { name: `photo ${number}.png`, bytes };
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

async function upload(sender: Visitor, { name, bytes, waveform }: SentFile): Promise<string> {
  const sound = waveform ? `,waveform ${base64(waveform.join())}` : '';
  const answer = await sender.page.context().request.post('/api/uploads', {
    headers: {
      'tus-resumable': '1.0.0',
      'upload-length': `${bytes.length}`,
      'upload-metadata': `filename ${base64(name)}${sound}`,
      'content-type': 'application/offset+octet-stream',
    },
    data: bytes,
  });
  expect(answer.status(), await answer.text()).to.equal(201);
  return answer.headers()['location']?.split('/').at(-1) ?? '';
}

/** Sends one message with these files. */
export async function sendFiles(sender: Visitor, to: Visitor, files: readonly SentFile[], body = ''): Promise<Message> {
  const ids: string[] = [];
  for (const file of files) ids.push(await upload(sender, file));
  const data = { clientId: crypto.randomUUID(), body, files: ids };
  const path = `/api/conversations/${to.name}/messages`;
  const answer = await sender.page.context().request.post(path, { data });
  expect(answer.status(), await answer.text()).to.equal(201);
  return (await answer.json()).message;
}
