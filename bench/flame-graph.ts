/** Draws a CPU profile as a flame graph: a box is a function, as wide as its share of busy time, above its callees. */
import { type CpuProfile, nameOf, packageOf, timeByNode, type Window, waiting } from './self-times.ts';

const width = 1_200;
const rowHeight = 16;
const top = 30;

/** Narrower boxes, in pixels, are left out. */
const narrowest = 1.5;

interface Box {
  name: string;
  owner: string;
  time: number;
  callees: Map<string, Box>;
}

/** @param title - printed above the graph, with the busy time of the process. */
export function flameGraph(profile: CpuProfile, window: Window, title: string): string {
  const whole = merge(profile, window);
  const rows: string[] = [];
  const depth = draw(whole, 0, 0, width / whole.time, rows);
  const height = top + (depth + 1) * rowHeight;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, monospace" font-size="10">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="6" y="18" font-size="13" font-family="system-ui, sans-serif">${escaped(title)}, busy for ${Math.round(whole.time / 1_000)} ms</text>`,
    ...rows,
    '</svg>\n',
  ].join('\n');
}

/** Merges the profile's nodes, which V8 keeps per line and call site, into one tree of functions. */
function merge(profile: CpuProfile, window: Window): Box {
  const byId = new Map(profile.nodes.map((node) => [node.id, node]));
  const spent = timeByNode(profile, window);
  const whole: Box = { name: 'all', owner: '', time: 0, callees: new Map() };
  const visit = (id: number, above: Box, owner: string): number => {
    const node = byId.get(id);
    if (!node || waiting.has(node.callFrame.functionName)) {
      return (node?.children ?? []).reduce((sum, child) => sum + visit(child, above, owner), 0);
    }
    const name = nameOf(node.callFrame);
    const mine = node.callFrame.url === '' ? owner : packageOf(node.callFrame);
    const box = above.callees.get(name) ?? { name, owner: mine, time: 0, callees: new Map() };
    above.callees.set(name, box);
    const below = (node.children ?? []).reduce((sum, child) => sum + visit(child, box, mine), 0);
    const time = (spent.get(id) ?? 0) + below;
    box.time += time;
    return time;
  };
  const [root] = profile.nodes;
  whole.time = root ? visit(root.id, whole, '') : 0;
  return whole;
}

/** Draws a box and its callees; returns the number of the deepest row. */
function draw(box: Box, x: number, row: number, scale: number, rows: string[]): number {
  const wide = box.time * scale;
  if (wide < narrowest) return row - 1;
  const y = top + row * rowHeight;
  const share = `${((wide / width) * 100).toFixed(1)} %`;
  const label = wide > 40 ? escaped(box.name.slice(0, Math.floor(wide / 6.2))) : '';
  rows.push(
    `<g><title>${escaped(box.name)} · ${escaped(box.owner)} · ${share}</title>` +
      `<rect x="${x.toFixed(1)}" y="${y}" width="${(wide - 0.5).toFixed(1)}" height="${rowHeight - 1}" fill="${colourOf(box.owner)}"/>` +
      `<text x="${(x + 3).toFixed(1)}" y="${y + 11}">${label}</text></g>`,
  );
  let from = x;
  let deepest = row;
  for (const callee of [...box.callees.values()].sort((a, b) => b.time - a.time)) {
    deepest = Math.max(deepest, draw(callee, from, row + 1, scale, rows));
    from += callee.time * scale;
  }
  return deepest;
}

/** A package has one colour in every graph; what is ours stands out. */
function colourOf(owner: string): string {
  if (owner.startsWith('ours')) return '#f2b34c';
  let hash = 0;
  for (const letter of owner) hash = (hash * 31 + letter.charCodeAt(0)) % 360;
  return owner === '' ? '#ddd' : `hsl(${hash} 45% 78%)`;
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
