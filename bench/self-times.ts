/** Sums the CPU time of a V8 profile by package and by function. */

export interface CpuProfile {
  nodes: {
    id: number;
    callFrame: { functionName: string; url: string; lineNumber: number };
    children?: number[];
  }[];
  samples: number[];
  timeDeltas: number[];
  /** Microseconds on the machine's monotonic clock. */
  startTime: number;
}

/** The measured interval on the monotonic clock, in microseconds. */
export interface Window {
  from: number;
  to: number;
}

export interface SelfTimes {
  busyMs: number;
  /** Name and share of the busy time, largest first. */
  packages: [name: string, share: number][];
  functions: [name: string, share: number][];
  /** Inclusive time: a function's own time plus that of its callees. */
  calls: [name: string, share: number][];
}

export const waiting = new Set(['(idle)', '(root)']);

export function selfTimes(profile: CpuProfile, window: Window): SelfTimes {
  const frames = new Map(profile.nodes.map((node) => [node.id, node.callFrame]));
  const spent = timeByNode(profile, window);
  const packages = new Map<string, number>();
  const functions = new Map<string, number>();
  let busy = 0;
  for (const [id, time] of spent) {
    const frame = frames.get(id);
    if (!frame || waiting.has(frame.functionName)) continue;
    busy += time;
    add(packages, packageOf(frame), time);
    add(functions, nameOf(frame), time);
  }
  const calls = callTimes(profile, spent);
  return {
    busyMs: busy / 1_000,
    packages: shares(packages, busy),
    functions: shares(functions, busy),
    calls: shares(calls, busy),
  };
}

export function timeByNode({ samples, timeDeltas, startTime }: CpuProfile, { from, to }: Window): Map<number, number> {
  const spent = new Map<number, number>();
  let at = startTime;
  samples.forEach((id, index) => {
    const delta = timeDeltas[index] ?? 0;
    at += delta;
    if (at >= from && at <= to) spent.set(id, (spent.get(id) ?? 0) + delta);
  });
  return spent;
}

/** Sums inclusive times down the call tree; a recursive function counts once. */
function callTimes({ nodes }: CpuProfile, spent: ReadonlyMap<number, number>): Map<string, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const calls = new Map<string, number>();
  const visit = (id: number, above: ReadonlySet<string>): void => {
    const node = byId.get(id);
    if (!node) return;
    const named = node.callFrame.url === '' ? above : new Set(above).add(nameOf(node.callFrame));
    for (const name of named) add(calls, name, spent.get(id) ?? 0);
    for (const child of node.children ?? []) visit(child, named);
  };
  const [root] = nodes;
  if (root) visit(root.id, new Set());
  return calls;
}

export const nameOf = (frame: Frame) => `${frame.functionName || '(anonymous)'}  ${placeOf(frame)}`;

function add(sums: Map<string, number>, name: string, time: number): void {
  sums.set(name, (sums.get(name) ?? 0) + time);
}

function shares(sums: Map<string, number>, whole: number): [string, number][] {
  return [...sums].map(([name, time]): [string, number] => [name, time / whole]).sort((a, b) => b[1] - a[1]);
}

type Frame = CpuProfile['nodes'][number]['callFrame'];

export function packageOf({ functionName, url }: Frame): string {
  if (url === '') return functionName.startsWith('(') ? functionName : 'V8 and native';
  if (url.startsWith('node:')) return 'Node';
  const inPackage = url.split('node_modules/').at(-1);
  if (!url.includes('node_modules/') || inPackage === undefined) return url.replace(/^.*\/dist\//, 'Duologue: ');
  const [scope = '', name = ''] = inPackage.split('/');
  return scope.startsWith('@') ? `${scope}/${name}` : scope;
}

function placeOf({ url, lineNumber }: Frame): string {
  return url === '' ? '' : `${url.replace(/^.*\/(node_modules|dist)\//, '')}:${lineNumber + 1}`;
}
