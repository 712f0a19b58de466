/** The form of a limit: one line of the table of limits. */

export interface Limit {
  /** What one point is, and so who pays: only what is named here is charged. */
  counts: string;
  points: number;
  /** Null: at any one time. */
  seconds: number | null;
  per: 'request' | 'connection' | 'session' | 'user' | 'address' | 'account' | 'node';
  /** The sum for all users of one address, for example an office. */
  atOneAddress?: number;
  /** `cluster`: in Redis for all nodes, or in each node while Redis is away. `node`: in this process. */
  counted: 'cluster' | 'node';
  /** What happens to the one that exceeds the limit. */
  beyond: 'refused' | 'delayed' | 'closed';
}
