/** Creates the log, the audit log and the metrics of a node. */
import { createAuditLog } from './audit-log.ts';
import { createDefectLog } from './defects.ts';
import { createLimitAudit } from './limit-audit.ts';
import { createLogger } from './logger.ts';
import { createMetrics } from './metrics.ts';
import { createStateLog } from './state-log.ts';

/** @param hasRedis - whether the node is one of many. */
export function createObservability(logLevel: string, hasRedis: boolean) {
  const logger = createLogger(logLevel);
  const metrics = createMetrics();
  let databaseStores = true;
  metrics.gauge('duologue_database_up', () => Number(databaseStores));
  const redisState = createStateLog('redis', logger, metrics.redis.countError);
  metrics.gauge('duologue_redis_up', () => (hasRedis ? Number(redisState.isUp()) : null));
  // The audit log is complete at every level that logs at all.
  const auditLogger = logger.child({}, { level: logLevel === 'silent' ? 'silent' : 'info' });
  const audit = createAuditLog(auditLogger, metrics.countSecurityEvent);
  return {
    logger,
    metrics,
    audit,
    onLimit: createLimitAudit(audit, metrics.onLimit),
    onDefect: createDefectLog(logger),
    database: {
      onError: metrics.database.countError,
      /** @param fault - the database's reason when it stops storing; null when it stores again. */
      onState(fault: string | null): void {
        databaseStores = fault === null;
        metrics.database.countChange(databaseStores ? 'stores' : 'fails');
        if (databaseStores) logger.info('the database stores again');
        // A warning as for Redis: errors are defects of this program.
        else logger.warn({ reason: fault }, 'the database does not store');
      },
    },
    redisState,
  };
}
