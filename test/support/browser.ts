/** Launches a real Chromium for the page tests, without its background network traffic. */
import { type Browser, chromium } from 'playwright-core';
import { requireProgram } from './programs.ts';

export const browserFlags = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * @param scrollbars - shows them as a window on a desktop does; without a window Chromium hides them.
 * @param fakeMicrophone - a microphone that beeps, instead of the machine's.
 * @param backForwardCache - restores pages on Back, as a browser without Playwright does.
 */
export function launchBrowser({
  scrollbars = false,
  backForwardCache = false,
  fakeMicrophone = false,
} = {}): Promise<Browser> {
  const ignoreDefaultArgs = [
    ...(scrollbars ? ['--hide-scrollbars'] : []),
    ...(backForwardCache ? ['--disable-back-forward-cache'] : []),
  ];
  const args = fakeMicrophone ? [...browserFlags, '--use-fake-device-for-media-stream'] : browserFlags;
  return chromium.launch({ executablePath: requireProgram('chromium'), args, ignoreDefaultArgs });
}
