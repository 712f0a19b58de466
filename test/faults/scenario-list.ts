/** Lists every scenario in the order of the catalogue. */
import { accountRaces } from './account-races.ts';
import { balancerScenarios } from './balancer-scenarios.ts';
import { busScenarios } from './bus-scenarios.ts';
import { cachedSessionScenarios } from './cached-session-scenarios.ts';
import { clientScenarios } from './client-scenarios.ts';
import { clockScenarios } from './clock-scenario.ts';
import { databaseScenarios } from './database-scenarios.ts';
import { fileScenarios } from './file-scenarios.ts';
import { floodScenarios } from './flood-scenario.ts';
import { messageRaces } from './message-races.ts';
import { nodeScenarios } from './node-scenarios.ts';
import { redisScenarios } from './redis-scenarios.ts';
import type { Scenario } from './scenario.ts';
import { slowDatabaseScenarios } from './slow-database-scenarios.ts';
import { soakScenarios } from './soak-scenario.ts';
import { troubledDeploys } from './troubled-deploy.ts';
import { vanishedHostScenarios } from './vanished-host-scenario.ts';

const numberOf = ({ name }: Scenario) => Number(name.replace(/\D/g, '')) + (name.startsWith('RC') ? 1_000 : 0);

export const scenarios: readonly Scenario[] = [
  ...nodeScenarios,
  ...redisScenarios,
  ...cachedSessionScenarios,
  ...busScenarios,
  ...databaseScenarios,
  ...slowDatabaseScenarios,
  ...vanishedHostScenarios,
  ...balancerScenarios,
  ...clientScenarios,
  ...clockScenarios,
  ...floodScenarios,
  ...fileScenarios,
  ...soakScenarios,
  ...troubledDeploys,
  ...messageRaces,
  ...accountRaces,
].sort((one, other) => numberOf(one) - numberOf(other));

/** @throws Error that lists the known names. */
export function scenarioNamed(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name.toLowerCase() === name.toLowerCase());
  if (found) return found;
  throw new Error(
    `There is no scenario "${name}". Known scenarios: ${scenarios.map((scenario) => scenario.name).join(', ')}.`,
  );
}
