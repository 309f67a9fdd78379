/** Attributes of paths and gradients, shared by the SVG text and the SVG in the page, so that both are the same picture. */
import type { Gradient, Primitive } from './pen.ts';

/** 32-bit FNV-1a, as text. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}

const ids = new WeakMap<Gradient, string>();

/** Id made of what the gradient is, so that the same id is always the same gradient, whoever else is on the page. */
export function gradientId(gradient: Gradient): string {
  const known = ids.get(gradient);
  if (known) return known;
  let text = `${gradient.kind}${gradient.focus ? `${gradient.focus.x},${gradient.focus.y}` : ''}`;
  for (const stop of gradient.stops) text += `;${stop.at},${stop.colour},${stop.opacity ?? 1}`;
  const id = `ds${shortHash(text)}${shortHash(`${text}+`)}`;
  ids.set(gradient, id);
  return id;
}

export type Attributes = readonly (readonly [name: string, value: string])[];

/** Element name and attributes of a gradient. */
export function gradientAttributes(gradient: Gradient): { readonly name: string; readonly attributes: Attributes } {
  const id = ['id', gradientId(gradient)] as const;
  if (gradient.kind === 'radial') {
    const focus = gradient.focus;
    return { name: 'radialGradient', attributes: focus ? [id, ['cx', '0.5'], ['cy', '0.5'], ['r', '0.62'], ['fx', String(focus.x)], ['fy', String(focus.y)]] : [id] };
  }
  return { name: 'linearGradient', attributes: gradient.kind === 'across' ? [id] : [id, ['x2', '0'], ['y2', '1']] };
}

/** Attributes of the stops of a gradient. */
export function stopAttributes(gradient: Gradient): readonly Attributes[] {
  return gradient.stops.map((stop) => {
    const attributes: (readonly [string, string])[] = [['offset', String(stop.at)], ['stop-color', stop.colour]];
    if (stop.opacity !== undefined && stop.opacity < 1) attributes.push(['stop-opacity', String(stop.opacity)]);
    return attributes;
  });
}

/** All attributes a path may have, in the order in which they are written; absent ones are null. */
export const PATH_ATTRIBUTES = ['d', 'fill', 'fill-rule', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-dashoffset', 'stroke-linecap', 'stroke-linejoin', 'opacity'] as const;

/** Values for `PATH_ATTRIBUTES`. */
export function pathValues(primitive: Primitive): readonly (string | null)[] {
  const { stroke } = primitive;
  return [
    primitive.d,
    primitive.gradient ? `url(#${gradientId(primitive.gradient)})` : primitive.fill,
    primitive.evenOdd ? 'evenodd' : null,
    stroke ?? null,
    stroke && primitive.width !== undefined ? String(primitive.width) : null,
    stroke && primitive.dash ? primitive.dash : null,
    stroke && primitive.dashOffset ? String(primitive.dashOffset) : null,
    stroke && primitive.cap && primitive.cap !== 'butt' ? primitive.cap : null,
    stroke ? 'round' : null,
    primitive.opacity === undefined ? null : String(primitive.opacity),
  ];
}
