/** What a node stands as, where that is not a puck: the solids of stacks, balls and capsules, and their measures. */
import type { NodeBody, NodeMark, SolidMark } from './picture.ts';
import { ROLES } from './roles.ts';
import { TOKEN } from './shapes.ts';

/** Sizes of bodies at scale 1: discs of a stack with the gap that shows as a seam, radius of a ball, half-extents of a capsule. */
export const BODY = {
  stack: { discs: 3, height: 0.21, gap: 0.02 },
  orb: 0.48,
  capsule: { width: 2.5, depth: 0.72, height: 0.34 },
} as const;

export function formOf(node: NodeMark): NodeBody {
  return node.body ?? ROLES[node.role].form;
}

function sizeOf(node: NodeMark): number {
  return ROLES[node.role].size * (node.scale ?? 1);
}

/** Half its extent along x. */
export function nodeRadius(node: NodeMark): number {
  switch (formOf(node)) {
    case 'orb': return BODY.orb * sizeOf(node);
    case 'capsule': return (BODY.capsule.width / 2) * sizeOf(node);
    default: return TOKEN.radius * sizeOf(node);
  }
}

/** Half its extent along z. */
export function nodeHalfDepth(node: NodeMark): number {
  return formOf(node) === 'capsule' ? (BODY.capsule.depth / 2) * sizeOf(node) : nodeRadius(node);
}

/** Height of a node's body in world units. */
export function nodeHeight(node: NodeMark): number {
  const scale = node.scale ?? 1;
  switch (formOf(node)) {
    case 'stack': return (BODY.stack.discs * BODY.stack.height + (BODY.stack.discs - 1) * BODY.stack.gap) * scale;
    case 'orb': return 2 * BODY.orb * sizeOf(node);
    case 'capsule': return BODY.capsule.height * scale;
    case 'none': return 0;
    case 'token': return TOKEN.height * ROLES[node.role].height * scale;
  }
}

/** Factor for the thin floor ring of a role: that of a leader suits sizes up to its own. */
export function thinRing(size: number): number {
  return Math.max(1, (size * TOKEN.radius + 0.2) / 0.87);
}

/** Height at which its text stands: on top, or in the middle of a ball. */
export function textHeight(node: NodeMark): number {
  return formOf(node) === 'orb' ? nodeHeight(node) / 2 : nodeHeight(node);
}

/** The dark disc that carries the id, by half-extents; null where the id stands on the body itself. */
export function inlayOf(node: NodeMark): { readonly x: number; readonly z: number } | null {
  const size = sizeOf(node);
  switch (formOf(node)) {
    case 'orb': case 'none': return null;
    case 'capsule': return { x: 1.1 * size, z: 0.25 * size };
    default: return { x: TOKEN.inlay * size, z: TOKEN.inlay * size };
  }
}

/** Bodies of a node that is no puck, from the floor up. */
export function nodeSolids(node: NodeMark): SolidMark[] {
  const form = formOf(node);
  const presence = node.tween?.presence ?? 1;
  const grown = 0.6 + 0.4 * presence;
  const tween = node.tween ? { tween: { from: ROLES[node.tween.from].line, mix: node.tween.mix, presence } } : {};
  const radius = nodeRadius(node) * grown;
  const base = { x: node.x, z: node.z, role: node.role, shadow: false, ...tween };
  const key = `${node.id}/body`;
  switch (form) {
    case 'stack': return Array.from({ length: BODY.stack.discs }, (_, i): SolidMark => {
      const height = BODY.stack.height * (node.scale ?? 1) * grown;
      return { ...base, id: `${key}-${i}`, shape: 'round', width: 2 * radius, height, y: i * (height + BODY.stack.gap * (node.scale ?? 1)) };
    });
    case 'orb': return [{ ...base, id: key, shape: 'orb', width: 2 * radius, height: 2 * radius }];
    case 'capsule': return [{ ...base, id: key, shape: 'capsule', width: 2 * radius, depth: 2 * nodeHalfDepth(node) * grown, height: nodeHeight(node) }];
    default: return [];
  }
}
