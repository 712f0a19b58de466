/** Only one sound or film of the page plays at a time. */
let playing: HTMLMediaElement | null = null;

/** Pauses the other one that plays. */
export function playAlone(media: HTMLMediaElement): void {
  if (playing !== media) playing?.pause();
  playing = media;
}
