/** Lists the reasons why a node tells clients to fetch: the name for the metrics, and the text for clients. */

export const resyncReasons = {
  redis_lost: 'The connection between the nodes is lost.',
  redis_back: 'The connection between the nodes is back.',
  redis_slow: 'The connection between the nodes was slow to come back.',
  node_unheard: 'Another node could not be heard.',
  node_lost: 'Another node was lost.',
  /** A poll found a message or change whose push did not arrive. */
  push_missed: 'The connection between the nodes is troubled.',
  privacy_changed: 'What you show and see of others has changed.',
  late_subscription: 'What was pushed since the welcome may have been missed.',
} as const;

export type ResyncReason = keyof typeof resyncReasons;
