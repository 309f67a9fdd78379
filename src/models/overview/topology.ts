/** Who is whose neighbour, who stands where, who owns what. Nodes are numbered from 0 here; their ids count from 1. */

/**
 * Steps round the ring of nodes to the neighbours of each: near ones and far ones, in pairs there and back, so that links run
 * both ways wherever `degree` allows (an odd degree among an odd number of nodes leaves one link of each one way).
 */
export function offsetsOf(nodes: number, degree: number): readonly number[] {
  const half = Math.floor(nodes / 2);
  const stride = Math.max(2, Math.floor(Math.sqrt(nodes)));
  const order = [1, ...Array.from({ length: half }, (_, at) => stride * (at + 1)), ...Array.from({ length: half }, (_, at) => at + 1)];
  const steps = [...new Set(order)].filter((step) => step <= half);
  const offsets: number[] = [];
  for (const step of steps) if (2 * step !== nodes && offsets.length + 2 <= degree) offsets.push(step, nodes - step);
  if (offsets.length === degree) return offsets;
  // The node across the ring is its own way back; where there is none, one way it is.
  const last = 2 * half === nodes ? half : steps.find((step) => !offsets.includes(step));
  return last === undefined ? offsets : [...offsets, last];
}

/** Regions are neighbouring numbers. */
export const regionOf = (node: number, nodes: number, regions: number): number => Math.floor((node * regions) / nodes);

/**
 * The owners of a key that hashes to `slot`, first choice first: one region after the other, in each at the same place, so that
 * a region that is lost leaves owners elsewhere, and its load is spread over all of theirs.
 */
export function ownersOf(slot: number, nodes: number, regions: number, replicas: number): readonly number[] {
  const firstOf = (region: number): number => Math.ceil((region * nodes) / regions);
  const own = regionOf(slot, nodes, regions);
  const place = slot - firstOf(own);
  const owners = [slot];
  for (let step = 1; owners.length < replicas; step += 1) {
    const region = (own + step) % regions;
    const size = firstOf(region + 1) - firstOf(region);
    const round = Math.floor(step / regions);
    if (round >= size) continue;
    const node = firstOf(region) + ((place + round) % size);
    if (!owners.includes(node)) owners.push(node);
  }
  return owners;
}

export const idOf = (node: number): string => `n${node + 1}`;
export const numberOf = (id: string): number => (/^n[1-9]\d{0,2}$/.test(id) ? Number(id.slice(1)) - 1 : -1);
