/** Every route and event before every actor: each gets what the table says, and nobody learns what is not theirs. */
import { expect } from 'chai';
import { useNode } from '../http/in-process-node.ts';
import { everything, knock, send, settled } from '../realtime/sockets.ts';
import { type Person, register } from '../support/client.ts';
import { type Device, disconnected } from '../support/device.ts';
import { type Cells, eventTable, type RouteRow, routeTable } from './actor-table.ts';
import { type Actor, actors, type Scene, setScene } from './actors.ts';
import { events, findRoutes, nameOf, type Route } from './door-catalogue.ts';

const routes = await findRoutes();
const canBlock = routes.some((route) => nameOf(route) === 'PUT /api/blocks/:username');
/** Nobody is blocked before there are blocks. */
const present = actors.filter((actor) => actor !== 'blocked' || canBlock);
const outsiders: readonly Actor[] = ['signedOut', 'revoked', 'stranger', 'blocked'];

describe('actors', () => {
  const url = useNode();
  let bystander: Device;
  let overheard: { name: string; payload: unknown }[];
  let scene: Scene;
  before(async () => {
    const person = await register(url());
    bystander = await person.connect();
    overheard = everything(bystander);
  });
  after(() => void bystander.close());
  beforeEach(async () => {
    scene = await setScene(url(), { canBlock });
  });
  afterEach('nobody else was told anything', async () => {
    scene.leave();
    await settled(bystander);
    expect(overheard).to.deep.equal([]);
  });

  it('have a line in the table for every route and every event', () => {
    const doors = [...routes.map(nameOf), ...events.map(({ name }) => name)];
    expect(doors.filter((door) => !(door in routeTable) && !(door in eventTable))).to.deep.equal([]);
  });

  for (const route of routes) {
    it(`get at ${nameOf(route)} what is theirs`, async () => {
      const row = routeTable[nameOf(route)] as RouteRow;
      const given: Partial<Cells> = {};
      for (const actor of present) {
        const before = scene.pushes.length;
        const { code, text } = await call(route, row, actor);
        given[actor] = code;
        await expectNoLeak(actor, text, before, code);
      }
      expect(given).to.deep.equal(cellsOf(row.cells));
    });
  }

  for (const { name } of events) {
    it(`get by ${name} what is theirs`, async () => {
      const row = eventTable[name] as (typeof eventTable)[string];
      const given: Partial<Cells> = {};
      for (const actor of present) {
        const before = scene.pushes.length;
        const { code, text } = await emit(name, row.payload(about(actor)), actor);
        given[actor] = code;
        await expectNoLeak(actor, text, before, code);
      }
      expect(given).to.deep.equal(cellsOf(row.cells));
    });
  }

  const cellsOf = (cells: Cells) => Object.fromEntries(present.map((actor) => [actor, cells[actor]]));
  const about = (actor: Actor) => {
    const { owner, peer } = scene.people;
    const isOwner = ['owner', 'revoked', 'signedOut'].includes(actor);
    return { scene, actor, other: isOwner ? peer.username : owner.username };
  };

  async function call({ method, path }: Route, row: RouteRow, actor: Actor): Promise<{ code: string; text: string }> {
    const { params = {}, query = {}, body } = (await row.ask?.(about(actor))) ?? {};
    const filled = Object.entries(params).reduce((whole, [name, value]) => whole.replace(`:${name}`, value), path);
    const asked = `${filled}?${new URLSearchParams(query)}`;
    const person: Person = scene.people[actor];
    const answer = await person.at(url()).fetch<unknown>(asked, { method, ...(body === undefined ? {} : { body }) });
    const { error } = Object(answer.body) as { error?: { code: string } };
    return {
      code: answer.status < 400 ? 'ok' : (error?.code ?? `${answer.status}`),
      text: JSON.stringify(answer.body),
    };
  }

  async function emit(name: string, payload: object, actor: Actor): Promise<{ code: string; text: string }> {
    const device = scene.devices[actor];
    if (!device) {
      const refusal = await knock(url());
      expect(refusal).to.include({ code: 'unauthorized' });
      return { code: 'closed', text: JSON.stringify(refusal) };
    }
    if (actor === 'revoked') {
      await disconnected(device);
      expect(await knock(url(), { cookie: scene.people.revoked.cookie })).to.include({ code: 'unauthorized' });
      return { code: 'closed', text: '' };
    }
    const answer = await send(device, name, payload);
    return { code: answer.ok ? 'ok' : answer.error.code, text: JSON.stringify(answer) };
  }

  /** Nothing of the two in an answer to others; no push by what was refused, nor by whom the owner has blocked. */
  async function expectNoLeak(actor: Actor, text: string, pushesBefore: number, code: string): Promise<void> {
    if (outsiders.includes(actor)) {
      expect(text).to.not.contain(scene.secrets.body);
      expect(text).to.not.contain(scene.secrets.channelId);
    }
    // What this one was allowed to tell has arrived, too: it is not the next one's.
    const { owner, peer } = scene.devices;
    await settled(...([owner, peer].filter((device) => device?.connected === true) as Device[]));
    if (code === 'ok' && actor !== 'blocked') return;
    expect(scene.pushes.slice(pushesBefore)).to.deep.equal([]);
  }
});
