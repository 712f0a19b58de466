/** Gives the turn to write an upload to another writer, as a node that took over would. */
import type { Cluster } from '../support/cluster-processes.ts';
import { runStatement } from '../support/database-server.ts';

export function runInCluster({ databaseUrl }: Cluster, sqlOf: (table: (name: string) => string) => string) {
  const address = new URL(databaseUrl);
  return runStatement(
    address,
    sqlOf((name) => `${address.pathname.slice(1)}.${name}`),
  );
}

export const takeTurnAway = (cluster: Cluster, id: string) =>
  runInCluster(
    cluster,
    (table) =>
      `UPDATE ${table('File')} SET writer = 'another', writerUntil = DATE_ADD(UTC_TIMESTAMP(3), INTERVAL 1 HOUR)
        WHERE id = '${id}'`,
  );

export const giveTurnBack = (cluster: Cluster, id: string) =>
  runInCluster(cluster, (table) => `UPDATE ${table('File')} SET writer = NULL, writerUntil = NULL WHERE id = '${id}'`);
