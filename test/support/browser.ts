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
 * Chromium heeds only the last of such lists, so these are Playwright's features that matter on Linux, and then Chromium's
 * own toolbar: its pages cost an eighth of the tests' time on the processor, and nobody sees them.
 */
const disabledFeatures = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'PreloadTopChromeWebUI',
  'InitialWebUI',
  'WebUIReloadButton',
  'WebUIOmniboxPopup',
];

export interface BrowserOptions {
  /** Shows them as a window on a desktop does; without a window Chromium hides them. */
  scrollbars?: boolean;
  /** Restores pages on Back, as a browser without Playwright does. */
  backForwardCache?: boolean;
  /** A microphone that beeps, instead of the machine's. */
  fakeMicrophone?: boolean;
}

export function launchBrowser({
  scrollbars = false,
  backForwardCache = false,
  fakeMicrophone = false,
}: BrowserOptions = {}): Promise<Browser> {
  const ignoreDefaultArgs = [
    ...(scrollbars ? ['--hide-scrollbars'] : []),
    ...(backForwardCache ? ['--disable-back-forward-cache'] : []),
  ];
  const args = [
    ...browserFlags,
    `--disable-features=${disabledFeatures.join()}`,
    ...(fakeMicrophone ? ['--use-fake-device-for-media-stream'] : []),
  ];
  return chromium.launch({ executablePath: requireProgram('chromium'), args, ignoreDefaultArgs });
}
