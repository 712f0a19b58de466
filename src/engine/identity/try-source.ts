/** The source of a password or code: a stranger's address, or a device or session that no stranger can use up. */
import { siteBlock } from '../../policy/address-blocks.ts';

export type TrySource =
  | {
      address: string;
      /** Set when the client proved that this account has signed in from it before. */
      device?: string | null;
    }
  | { session: string };

/** The share of the hashing that a try uses: that of its user, or else of its address. */
export function laneOf(username: string, source: TrySource): string {
  return 'session' in source || source.device ? `user ${username}` : siteBlock(source.address);
}
