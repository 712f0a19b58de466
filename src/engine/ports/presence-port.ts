/** Presence leases: which users are connected, on any node. */
import type { UserId } from './identifiers.ts';

/**
 * A lease per node and user. It expires by itself when its node dies.
 * While the shared store is away, each node answers from its own connections.
 */
export interface PresenceLeases {
  /** This node has a socket of the user; answers whether the user came online by it. */
  arrive(userId: UserId): Promise<boolean>;
  /** This node no longer has a socket of the user; answers whether the user went offline by it. */
  leave(userId: UserId): Promise<boolean>;
  /** Those of the given users that are connected to any node. */
  online(userIds: readonly UserId[]): Promise<Set<UserId>>;
  /** Renews this node's leases, and restores those that the shared store lost. */
  renew(userIds: readonly UserId[]): Promise<void>;
}
