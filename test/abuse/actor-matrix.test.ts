/** Tests every route and event with every actor: outcomes match the table, and outsiders learn nothing. */
import { expect } from 'chai';
import { useNode } from '../http/in-process-node.ts';
import { everything, send, settled, tryHandshake } from '../realtime/sockets.ts';
import { register, type TestUser } from '../support/client.ts';
import { type Device, disconnected } from '../support/device.ts';
import { type Cells, eventTable, type RouteRow, routeTable } from './actor-table.ts';
import { type Actor, actors, type Scene, setScene } from './actors.ts';
import { events, findRoutes, nameOf, type Route } from './transport-catalogue.ts';

const routes = await findRoutes();
const canBlock = routes.some((route) => nameOf(route) === 'PUT /api/blocks/:username');
/** The blocked actor exists only if the node has a blocking route. */
const testedActors = actors.filter((actor) => actor !== 'blocked' || canBlock);
const outsiders: readonly Actor[] = ['signedOut', 'revoked', 'stranger', 'blocked'];

describe('access of every actor', () => {
  const url = useNode();
  let bystander: Device;
  let overheard: { name: string; payload: unknown }[];
  let scene: Scene;
  before(async () => {
    const user = await register(url());
    bystander = await user.connect();
    overheard = everything(bystander);
  });
  after(() => void bystander.close());
  beforeEach(async () => {
    scene = await setScene(url(), { canBlock });
  });
  afterEach('the bystander received nothing', async () => {
    scene.close();
    await settled(bystander);
    expect(overheard).to.deep.equal([]);
  });

  it('is listed in the table for every route and event', () => {
    const operations = [...routes.map(nameOf), ...events.map(({ name }) => name)];
    expect(operations.filter((name) => !(name in routeTable) && !(name in eventTable))).to.deep.equal([]);
  });

  for (const route of routes) {
    it(`matches the table at ${nameOf(route)}`, async () => {
      const row = routeTable[nameOf(route)] as RouteRow;
      const outcomes: Partial<Cells> = {};
      for (const actor of testedActors) {
        const before = scene.pushes.length;
        const { code, text } = await call(route, row, actor);
        outcomes[actor] = code;
        await expectNoLeak(actor, text, before, code, row.passesBlocks);
      }
      expect(outcomes).to.deep.equal(cellsOf(row.cells));
    });
  }

  for (const { name } of events) {
    it(`matches the table for the event ${name}`, async () => {
      const row = eventTable[name] as (typeof eventTable)[string];
      const outcomes: Partial<Cells> = {};
      for (const actor of testedActors) {
        const before = scene.pushes.length;
        const { code, text } = await emit(name, row.payload(givenFor(actor)), actor);
        outcomes[actor] = code;
        await expectNoLeak(actor, text, before, code, row.passesBlocks);
      }
      expect(outcomes).to.deep.equal(cellsOf(row.cells));
    });
  }

  const cellsOf = (cells: Cells) => Object.fromEntries(testedActors.map((actor) => [actor, cells[actor]]));
  const givenFor = (actor: Actor) => {
    const { owner, peer } = scene.users;
    const isOwner = ['owner', 'revoked', 'signedOut'].includes(actor);
    return { scene, actor, other: isOwner ? peer.username : owner.username };
  };

  async function call({ method, path }: Route, row: RouteRow, actor: Actor): Promise<{ code: string; text: string }> {
    const { params = {}, query = {}, body } = (await row.request?.(givenFor(actor))) ?? {};
    const filled = Object.entries(params).reduce((whole, [name, value]) => whole.replace(`:${name}`, value), path);
    const address = `${filled}?${new URLSearchParams(query)}`;
    const user: TestUser = scene.users[actor];
    const answer = await user.at(url()).fetch<unknown>(address, { method, ...(body === undefined ? {} : { body }) });
    const { error } = Object(answer.body) as { error?: { code: string } };
    return {
      code: answer.status < 400 ? 'ok' : (error?.code ?? `${answer.status}`),
      text: JSON.stringify(answer.body),
    };
  }

  async function emit(name: string, payload: object, actor: Actor): Promise<{ code: string; text: string }> {
    const device = scene.devices[actor];
    if (!device) {
      const refusal = await tryHandshake(url());
      expect(refusal).to.include({ code: 'unauthorized' });
      return { code: 'closed', text: JSON.stringify(refusal) };
    }
    if (actor === 'revoked') {
      await disconnected(device);
      expect(await tryHandshake(url(), { cookie: scene.users.revoked.cookie })).to.include({ code: 'unauthorized' });
      return { code: 'closed', text: '' };
    }
    const answer = await send(device, name, payload);
    return { code: answer.ok ? 'ok' : answer.error.code, text: JSON.stringify(answer) };
  }

  /** A device whose session has just ended receives nothing more: its socket may close before it answers. */
  async function settledOrClosed(device: Device | undefined): Promise<void> {
    if (!device?.connected) return;
    await settled(device).catch((error: Error) => {
      if (device.connected) throw error;
    });
  }

  /** Checks that outsiders receive no secret, and that neither a refused action nor a blocked actor causes a push. */
  async function expectNoLeak(
    actor: Actor,
    text: string,
    pushesBefore: number,
    code: string,
    passesBlocks = false,
  ): Promise<void> {
    if (outsiders.includes(actor)) {
      expect(text).to.not.contain(scene.secrets.body);
      expect(text).to.not.contain(scene.secrets.channelId);
    }
    // Waits for this actor's pushes, so that they do not count for the next actor.
    const { owner, peer } = scene.devices;
    await Promise.all([owner, peer].map((device) => settledOrClosed(device)));
    if (code === 'ok' && (actor !== 'blocked' || passesBlocks)) return;
    expect(scene.pushes.slice(pushesBefore)).to.deep.equal([]);
  }
});
