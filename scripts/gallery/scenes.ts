/** All scenes of the gallery, in their order, and the nodes that they need. */
import type { ServerProcess } from '../../test/support/server-process.ts';
import { type Cast, fill } from './cast.ts';
import { composerScenes } from './composer-scenes.ts';
import { conversationScenes, offlineScenes } from './conversation-scenes.ts';
import { entryScenes, listScenes } from './list-scenes.ts';
import { overlayScenes } from './overlay-scenes.ts';
import { fillRooms } from './room-cast.ts';
import { roomScenes } from './room-scenes.ts';
import type { Scene } from './scene.ts';
import { translatedScenes } from './translated-scenes.ts';

const pairScenes: readonly Scene[] = [
  ...entryScenes,
  ...listScenes,
  ...conversationScenes,
  ...overlayScenes,
  ...translatedScenes,
  ...offlineScenes,
  ...composerScenes,
];

export interface SceneSet {
  readonly env: Record<string, string>;
  readonly fill: (server: ServerProcess) => Promise<Cast>;
  readonly scenes: readonly Scene[];
}

/** Each set has a node of its own. */
export const sceneSets: readonly SceneSet[] = [
  { env: {}, fill, scenes: pairScenes },
  { env: { LOBBY: 'on' }, fill: fillRooms, scenes: roomScenes },
];
