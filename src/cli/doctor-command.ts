/** The command `duologue doctor`: examines settings, machine, files, database, Redis and public address, and names each fault. */
import { type Config, ConfigError, readConfig, readDatabaseConfig } from '../config.ts';
import { type Diagnosis, wrong } from '../policy/diagnosis.ts';
import { OperatorError } from '../policy/exit-codes.ts';
import { type Command, counted, type Result } from './command.ts';
import { diagnoseSettings } from './doctor/configuration-diagnosis.ts';
import { diagnoseFiles } from './doctor/files-diagnosis.ts';
import { diagnoseMachine } from './doctor/machine-diagnosis.ts';
import { diagnoseOrigin } from './doctor/origin-diagnosis.ts';

export const doctorCommand: Command = {
  name: 'doctor',
  summary:
    'examine settings, machine, files, database, Redis and the public address, and say what is wrong; changes nothing',
  async run() {
    const { describeDatabase } = await import('../compose-commands.ts');
    const { config, faults } = configOrFaults();
    const found = [...faults, ...(config ? await diagnose(config) : [])];
    return asResult(found, config ? describeDatabase(config) : null);
  },
};

/** With wrong settings the database is examined all the same, if its own settings are right. */
function configOrFaults(): { config: Config | null; faults: Diagnosis[] } {
  try {
    return { config: readConfig(), faults: [] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const faults = error.message
      .split('\n')
      .map((fault) => wrong('settings.value', fault, 'No node starts.', 'See duologue --help.'));
    return { config: databaseOnly(), faults };
  }
}

function databaseOnly(): Config | null {
  try {
    const { databaseUrl, dataDir, argon2, sessionSecrets } = readDatabaseConfig();
    return { ...readConfig({}), databaseUrl, dataDir, argon2, sessionSecrets };
  } catch {
    return null;
  }
}

async function diagnose(config: Config): Promise<Diagnosis[]> {
  const { diagnoseDatabase, diagnoseRedis } = await import('../compose-commands.ts');
  const parts = await Promise.all([
    diagnoseSettings(config),
    diagnoseMachine(config),
    diagnoseFiles(config),
    asDiagnosis('database.unreachable', diagnoseDatabase(config)),
    config.redisUrl === null ? [] : diagnoseRedis(config.redisUrl),
    ...config.publicOrigins.map(diagnoseOrigin),
  ]);
  return parts.flat();
}

async function asDiagnosis(name: string, work: Promise<Diagnosis[]>): Promise<Diagnosis[]> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    const [what = '', ...remedy] = error.message.split(/(?<=\.) /);
    return [wrong(name, what, 'Nodes store nothing and no user logs in.', remedy.join(' ') || 'Check DATABASE_URL.')];
  }
}

function asResult(found: readonly Diagnosis[], database: { text: string; json: object } | null): Result {
  const faults = found.filter(({ level }) => level === 'wrong');
  const sorted = [...faults, ...found.filter(({ level }) => level === 'advice')];
  const lines = sorted.map(
    ({ level, what, why, remedy }) =>
      `${level === 'wrong' ? 'Wrong' : 'Advice'}: ${what}\n  ${why}\n  What to do: ${remedy}`,
  );
  const verdict = faults.length === 0 ? 'Nothing is wrong.' : `${counted(faults.length, 'thing')} wrong.`;
  return {
    text: [...(database ? [`Database: ${database.text}`] : []), ...lines, verdict].join('\n'),
    json: { database: database?.json ?? null, wrong: faults.length, findings: sorted },
    failed: faults.length > 0,
  };
}
