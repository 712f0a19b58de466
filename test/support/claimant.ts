/** A second test process: prints the ports and the Redis server that it claimed, and keeps them until it is stopped. */
import { freePort } from './free-port.ts';
import { sharedRedis } from './redis-server.ts';

const ports = await Promise.all(Array.from({ length: 10 }, freePort));
const redis = await sharedRedis();
console.log(JSON.stringify({ ports, redisUrl: redis.url() }));
setInterval(() => {}, 60_000);
