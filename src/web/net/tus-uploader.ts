/** Sends files by the tus protocol. Each run asks the server how many bytes it has, and sends the rest. */
import { DetailedError, type HttpResponse, Upload } from 'tus-js-client';
import type { NewFile, SoundFacts, Transfer } from '../model/uploads/uploader.ts';
import { type FailureCode, WireFailure } from '../model/wire-failure.ts';
import { isNumber, isText, objectOf, optional } from './shape.ts';

const endpoint = '/api/uploads';

const soundMetadata = (sound: SoundFacts | null): Record<string, string> =>
  sound ? { duration: `${sound.durationMs ?? ''}`, waveform: sound.waveform?.join(',') ?? '' } : {};

export class TusTransfer implements Transfer {
  readonly #upload: Upload;
  /** Of an earlier page. */
  readonly #given: string | null;
  #report: (sentBytes: number) => void = () => {};
  #tellAddress: (address: string) => void = () => {};
  #resolve: (id: string) => void = () => {};
  #reject: (failure: WireFailure) => void = () => {};

  constructor({ name, bytes, isPlain, sound, address }: NewFile) {
    this.#given = address;
    this.#upload = new Upload(bytes, {
      endpoint,
      metadata: { filename: name, filetype: bytes.type, ...(isPlain ? { plain: '1' } : {}), ...soundMetadata(sound) },
      // The model repeats, because it knows whether there is a connection.
      retryDelays: null,
      storeFingerprintForResuming: false,
      onAfterResponse: (request, response) => {
        if (request.getMethod() === 'HEAD') mustHaveLooked(response.getStatus());
      },
      onProgress: (sentBytes) => this.#report(sentBytes),
      onUploadUrlAvailable: () => this.#tellAddress(this.#upload.url ?? ''),
      onSuccess: () => this.#finished(),
      onError: (error) => this.#reject(failureOf(error)),
    });
  }

  run(onProgress: (sentBytes: number) => void, onAddress: (address: string) => void): Promise<string> {
    this.#report = onProgress;
    this.#tellAddress = onAddress;
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      // An upload that the server does not have any more begins anew.
      this.#upload.options.uploadUrl = this.#upload.url ?? this.#given;
      this.#upload.start();
    });
  }

  pause(): void {
    void this.#upload.abort(false).catch(() => {});
    this.#reject(new WireFailure('disconnected', 'Paused.'));
  }

  async remove(): Promise<void> {
    this.pause();
    const url = this.#upload.url ?? this.#given;
    if (url) await Upload.terminate(url, { retryDelays: [1_000, 3_000, 10_000] });
  }

  #finished(): void {
    const id = this.#upload.url?.split('/').at(-1);
    if (id) this.#resolve(id);
    else this.#reject(new WireFailure('unreadable', 'The upload has no address.'));
  }
}

/** The shape of every refusal. That of `answer-shapes.ts` would split the first script. */
const isRefused = objectOf({
  error: objectOf({ code: isText, message: isText, retryAfterMs: optional(isNumber) }),
});

/** After any other answer than an offset, the library would send the file anew from its first byte. */
function mustHaveLooked(status: number): void {
  if (status >= 500 || [401, 423, 429].includes(status)) throw withoutBody[status]?.() ?? passing();
}

function failureOf(error: Error): WireFailure {
  if (error instanceof DetailedError && error.causingError instanceof WireFailure) return error.causingError;
  const response = error instanceof DetailedError ? error.originalResponse : null;
  // No answer: the line, or the file that cannot be read any more.
  if (!response) return new WireFailure('disconnected', 'The server cannot be reached.');
  const status = response.getStatus();
  // The next run asks for the offset.
  if (status === 423 || (status === 409 && (error as DetailedError).originalRequest.getMethod() === 'PATCH')) {
    return passing();
  }
  return refusalIn(response) ?? passing();
}

const passing = () => new WireFailure('unavailable', 'The server could not take the bytes now.');

function refusalIn(response: HttpResponse): WireFailure | null {
  const content = parsed(response.getBody());
  if (!isRefused(content)) return withoutBody[response.getStatus()]?.() ?? null;
  const { code, message, retryAfterMs } = content.error;
  return new WireFailure(code as FailureCode, message, retryAfterMs);
}

/** An answer to HEAD has no body. */
const withoutBody: Partial<Record<number, () => WireFailure>> = {
  401: () => new WireFailure('unauthorized', 'The session has ended.'),
  404: () => new WireFailure('not_found', 'The upload is gone.'),
  410: () => new WireFailure('not_found', 'The upload is gone.'),
  413: () => new WireFailure('payload_too_large', 'The file is too large.'),
  422: () => new WireFailure('invalid_input', 'The file is refused.'),
  429: () => new WireFailure('rate_limited', 'There were too many requests.'),
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
