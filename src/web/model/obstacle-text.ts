/** Explains to the user why the server has not answered yet, while the page repeats its request. */
import { texts } from '../texts/texts.ts';
import { WireFailure } from './wire-failure.ts';

export function obstacleText(error: unknown): string {
  return WireFailure.from(error).code === 'intercepted' ? texts.obstacles.intercepted() : texts.obstacles.retrying();
}
