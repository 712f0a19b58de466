/** Injects faults and records them: kills, stops and freezes programs, breaks links, and heals everything. */
import type { Exit, Program } from '../support/child-process.ts';
import { ServerProcess } from '../support/server-process.ts';
import { until } from '../support/waiting.ts';
import type { FaultHistory } from './fault-history.ts';
import { type FaultProxy, type LinkMode, pass } from './fault-proxy.ts';
import type { BedNode, TestBed } from './test-bed.ts';

/** A node may fail to start while its database or Redis is down; its supervisor repeats the start for this long. */
const startRetryMs = 90_000;

export class Nemesis {
  readonly #bed: TestBed;
  readonly #history: FaultHistory;
  readonly #programs = new Map<Program, string>();
  readonly #ordered = new Set<Program>();
  readonly #frozen = new Set<Program>();
  readonly #faultyLinks = new Map<FaultProxy, string | undefined>();
  readonly #linesSeen = new Set<string>();
  readonly #restarts = new Set<Promise<void>>();
  #isOver = false;
  /** The number of injected faults by kind. */
  readonly faults: Record<string, number> = {};

  constructor(bed: TestBed, history: FaultHistory) {
    this.#bed = bed;
    this.#history = history;
    for (const { name, process } of bed.nodes) this.#watch(process, name);
    this.#watch(bed.mariadb, 'mariadb');
    this.#watch(bed.redis, 'redis');
    bed.haproxies.forEach((haproxy, index) => {
      this.#watch(haproxy, `haproxy${index + 1}`);
    });
    for (const { process } of bed.nodes) this.#scanLog(process, true);
  }

  /** Records a fault that the scenario injects itself. */
  note(kind: string, unreachable?: string): void {
    this.faults[kind] = (this.faults[kind] ?? 0) + 1;
    this.#history.record({ op: 'fault', phase: 'seen', detail: kind, unreachable });
  }

  healed(kind: string, unreachable?: string): void {
    this.#history.record({ op: 'heal', phase: 'seen', detail: kind, unreachable });
  }

  async kill(program: Program): Promise<void> {
    const name = this.#nameOf(program);
    this.note(`kill -9 ${kindOf(name)}`);
    this.#ordered.add(program);
    this.#frozen.delete(program);
    await program.kill();
  }

  /** Sends SIGTERM; answers how long the program took to end. */
  async stop(program: Program): Promise<{ exit: Exit; ms: number }> {
    const name = this.#nameOf(program);
    this.note(`SIGTERM ${kindOf(name)}`);
    this.#ordered.add(program);
    const started = performance.now();
    const exit = await program.stop(20_000);
    const ms = performance.now() - started;
    const isBad = program instanceof ServerProcess && (exit.code !== 0 || ms > 8_000);
    const detail = `after SIGTERM ${describe(exit)} in ${Math.round(ms)} ms`;
    if (isBad) this.#history.record({ op: 'exit', phase: 'seen', node: name, ordered: false, detail });
    return { exit, ms };
  }

  /** Starts the program again, as its supervisor would: repeatedly, until it runs. */
  async start(program: Program): Promise<void> {
    if (program.isRunning) return;
    const name = this.#nameOf(program);
    let lastError: unknown;
    const deadline = performance.now() + startRetryMs;
    while (!program.isRunning) {
      try {
        await program.start();
      } catch (error) {
        lastError = error;
        if (performance.now() > deadline) throw new Error(`${name} does not start again`, { cause: lastError });
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    }
    this.#watch(program, name);
    this.healed(`start ${kindOf(name)}`);
  }

  async freeze(program: Program): Promise<void> {
    const name = this.#nameOf(program);
    this.note(`freeze ${kindOf(name)}`, name);
    this.#frozen.add(program);
    await program.freeze();
  }

  thaw(program: Program): void {
    if (!this.#frozen.delete(program)) return;
    program.thaw();
    this.healed(`thaw ${kindOf(this.#nameOf(program))}`, this.#nameOf(program));
  }

  /** @param unreachable - the node or device whose calls through this link get no answer until it heals. */
  async link(proxy: FaultProxy, mode: LinkMode, unreachable?: string): Promise<void> {
    if (mode.kind === 'pass') {
      this.#faultyLinks.delete(proxy);
      this.healed(`link ${proxy.name}`, unreachable);
    } else {
      this.note(`${kindOf(proxy.name)}: ${mode.kind}`, unreachable);
      this.#faultyLinks.set(proxy, unreachable);
    }
    await proxy.set(mode);
  }

  /** Thaws, starts and reconnects everything, and waits until all nodes are ready. */
  async healAll(): Promise<void> {
    for (const program of [...this.#frozen]) this.thaw(program);
    for (const [proxy, unreachable] of [...this.#faultyLinks]) await this.link(proxy, pass, unreachable);
    const { mariadb, redis, haproxies, nodes } = this.#bed;
    await Promise.all([mariadb, redis].map((program) => this.start(program)));
    await Promise.all([...haproxies, ...nodes.map((node) => node.process)].map((program) => this.start(program)));
    await Promise.all([...this.#restarts]);
    await Promise.all(
      nodes.map(({ name, process }) => until(`${name} is ready`, () => process.isReadyForTraffic(), { ms: 60_000 })),
    );
  }

  /** Stops recording; the test bed goes to the next run. */
  end(): void {
    for (const { process } of this.#bed.nodes) this.#scanLog(process);
    this.#isOver = true;
  }

  nodeOf(device: string): BedNode | undefined {
    return this.#bed.nodes.find(({ balancer }) => balancer.devices.has(device));
  }

  #nameOf(program: Program): string {
    return this.#programs.get(program) ?? 'unknown program';
  }

  #watch(program: Program, name: string): void {
    this.#programs.set(program, name);
    program.exited().then((exit) => this.#exited(program, name, exit));
  }

  #exited(program: Program, name: string, exit: Exit): void {
    if (this.#isOver) return;
    const ordered = this.#ordered.delete(program);
    this.#history.record({ op: 'exit', phase: 'seen', node: name, ordered, detail: describe(exit) });
    if (program instanceof ServerProcess) this.#scanLog(program);
    if (ordered) return;
    console.error(`${name} ended unordered: ${describe(exit)}\n${program.output().slice(-2_000)}`);
    const restart = this.start(program).catch((error: unknown) => console.error(error));
    this.#restarts.add(restart);
    void restart.finally(() => this.#restarts.delete(restart));
  }

  /** @param quietly - ignores the lines that were logged before this run. */
  #scanLog(process: ServerProcess, quietly = false): void {
    for (const line of process.output().split('\n')) {
      if (!/uncaught|unhandled|"level":[56]0/i.test(line) || this.#linesSeen.has(line)) continue;
      this.#linesSeen.add(line);
      const event = { op: 'log', phase: 'seen', node: this.#nameOf(process), detail: line.slice(0, 1_500) } as const;
      if (!quietly) this.#history.record(event);
    }
  }
}

const kindOf = (name: string) => name.replace(/\d+/, '');

const describe = ({ code, signal }: Exit) => (signal ? `by ${signal}` : `with code ${code}`);
