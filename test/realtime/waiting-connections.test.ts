/** Connections that say nothing: when too many of one address wait, the oldest makes room for the newest. */
import { connectionLimits } from '../../src/policy/connection-limits.ts';
import { WireClient } from '../abuse/wire-client.ts';
import { useNode } from '../http/in-process-node.ts';
import { register } from '../support/client.ts';
import { until } from '../support/waiting.ts';

describe('connections that say nothing', () => {
  const url = useNode({ rateLimits: true });

  it('closes the oldest silent connection when one too many opens, and keeps nobody out', async () => {
    const anna = await register(url());
    const silent: WireClient[] = [];
    for (let open = 0; open < connectionLimits.unidentifiedPerAddress.points; open += 1) {
      silent.push(await WireClient.upgrade(url()));
    }
    const device = await anna.connect();
    await until('the oldest is closed', () => silent[0]?.isOpen === false);
    device.close();
    for (const wire of silent) wire.close();
  });
});
