/** The browser's microphone and recorder, and why they cannot be had. */

export type MicrophoneFault = 'blocked' | 'missing' | 'unusable';

export class NoMicrophone extends Error {
  readonly fault: MicrophoneFault;

  constructor(fault: MicrophoneFault) {
    super(`No microphone: ${fault}`);
    this.fault = fault;
  }
}

/** In order of preference: Opus wherever the browser can write it. */
const soundTypes = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];

/** A voice is clear at this rate; an hour takes 14 MB. */
const bitsPerSecond = 32_000;

/** Browsers offer no microphone to pages without HTTPS, but for those of this machine. */
export const canRecord = (): boolean => 'MediaRecorder' in window && navigator.mediaDevices !== undefined;

/** Asks the user for the microphone. @throws NoMicrophone */
export async function openMicrophone(): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
  } catch (error) {
    throw new NoMicrophone(faultOf(error));
  }
}

export function closeMicrophone(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** @throws NoMicrophone when the browser can record none of the types */
export function recorderOf(stream: MediaStream): MediaRecorder {
  const mimeType = soundTypes.find((type) => MediaRecorder.isTypeSupported(type));
  if (!mimeType) throw new NoMicrophone('unusable');
  return new MediaRecorder(stream, { mimeType, audioBitsPerSecond: bitsPerSecond });
}

function faultOf(error: unknown): MicrophoneFault {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'blocked';
  return name === 'NotFoundError' ? 'missing' : 'unusable';
}
