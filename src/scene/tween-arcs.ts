/** Arcs that change their owner: which part of a ring belonged to whom before. */
import type { ArcMark, Role } from './picture.ts';

/** Owners of a ring as spans within one turn, in order. */
function spans(arcs: readonly ArcMark[]): { readonly end: number; readonly role: Role }[] {
  const list: { start: number; end: number; role: Role }[] = [];
  for (const { start, end, role } of arcs) {
    const turns = Math.floor(start);
    const from = start - turns, to = end - turns;
    if (to > 1) list.push({ start: from, end: 1, role }, { start: 0, end: to - 1, role });
    else list.push({ start: from, end: to, role });
  }
  return list.sort((a, b) => a.start - b.start);
}

/** Place of the span that holds a turn; the last where none does. */
function spanAt(list: readonly { readonly end: number }[], turn: number): number {
  let low = 0, high = list.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.end > turn) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * The new arcs, cut at old borders where their owner is new there; those parts carry whom they came from, at `mix` 0. Parts
 * keep the id, server and pattern of their arc; the letter stays with the longest.
 */
export function arcsBetween(before: readonly ArcMark[], after: readonly ArcMark[]): ArcMark[] {
  const old = spans(before);
  if (old.length === 0) return [...after];
  return after.flatMap((arc) => partsOf(arc, old));
}

function partsOf(arc: ArcMark, old: readonly { readonly end: number; readonly role: Role }[]): ArcMark[] {
  const parts: { start: number; end: number; from: Role }[] = [];
  let at = arc.start;
  while (at < arc.end - 1e-12 && parts.length < 64) {
    const turns = Math.floor(at + 1e-12);
    const span = old[spanAt(old, at - turns + 1e-12)]!;
    const end = Math.min(arc.end, Math.max(turns + span.end, at + 1e-9));
    const last = parts[parts.length - 1];
    if (last && last.from === span.role) last.end = end;
    else parts.push({ start: at, end, from: span.role });
    at = end;
  }
  if (parts.every((part) => part.from === arc.role)) return [arc];
  if (parts.length > 0) parts[parts.length - 1]!.end = arc.end;
  const longest = Math.max(...parts.map((part) => part.end - part.start));
  return parts.map((part, i) => {
    const letter = part.end - part.start === longest ? arc.letter : '';
    const shared = { ...arc, id: i === 0 ? arc.id : `${arc.id}~${i}`, start: part.start, end: part.end, letter };
    return part.from === arc.role ? shared : { ...shared, tween: { from: part.from, mix: 0 } };
  });
}
