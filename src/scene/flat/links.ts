/** Lines between nodes. */
import type { LinkMark } from '../picture.ts';
import { ROLES } from '../roles.ts';
import { doubled, LINK, trimmedLine } from '../shapes.ts';
import { floorLayer, type FlatMarks } from './marks.ts';
import { through, type Pen } from './pen.ts';
import { dashes, ribbon } from './strokes.ts';

function drawLink(pen: Pen, link: LinkMark): void {
  const way = trimmedLine(link.from, link.to, link.trim ?? LINK.trim);
  if (!way) return;
  if (link.double) {
    for (const each of doubled(link)) drawLink(pen, each);
    return;
  }
  const key = `link/${link.id}`;
  const d = through([pen.at({ ...way.from, y: 0.003 }), pen.at({ ...way.to, y: 0.003 })], false);
  const width = ribbon(pen, LINK.width * (link.weight ?? 1), LINK.least * Math.min(2, link.weight ?? 1));
  const neutral = pen.colour('link');
  if (link.flow) {
    const colour = pen.colour(ROLES[link.role].line);
    pen.add(`${key}/bed`, d, { stroke: colour, width, opacity: 0.3, cap: 'butt' });
    pen.add(key, d, { stroke: colour, width: width * 1.3, dash: dashes(pen, LINK.dash), dashOffset: -Math.round((link.phase ?? 0) * pen.camera.scale * 10) / 10, cap: 'butt' });
  } else if (link.state === 'live') {
    pen.add(key, d, { stroke: pen.colour(ROLES[link.role].line), width, cap: 'round' });
  } else if (link.state === 'blocked') {
    pen.add(key, d, { stroke: neutral, width, dash: dashes(pen, LINK.dash), cap: 'butt' });
  } else {
    pen.add(key, d, { stroke: neutral, width, opacity: LINK.idle, cap: 'round' });
  }
}

export const linkMarks: FlatMarks = {
  kinds: ['links'],
  floor: [{
    layer: floorLayer.links,
    draw(pen, { links }) {
      for (const link of links) {
        const { from, to } = link;
        pen.memo(`link/${link.id}|${from.x}|${from.z}|${to.x}|${to.z}|${link.state}|${link.role}|${link.flow ? (link.phase ?? 0) : ''}|${link.trim ?? ''}|${link.double ?? ''}|${link.weight ?? ''}`, () => drawLink(pen, link));
      }
    },
  }],
};
