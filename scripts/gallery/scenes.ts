/** All scenes of the gallery, in their order. */
import { composerScenes } from './composer-scenes.ts';
import { conversationScenes, offlineScenes } from './conversation-scenes.ts';
import { entryScenes, listScenes } from './list-scenes.ts';
import { overlayScenes } from './overlay-scenes.ts';
import type { Scene } from './scene.ts';
import { translatedScenes } from './translated-scenes.ts';

export const scenes: readonly Scene[] = [
  ...entryScenes,
  ...listScenes,
  ...conversationScenes,
  ...overlayScenes,
  ...translatedScenes,
  ...offlineScenes,
  ...composerScenes,
];
