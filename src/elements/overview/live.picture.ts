/** The opening scene with the crack through the island of partitions, which a first picture does without. */
import type { OverviewState } from '../../models/overview/state.ts';
import type { PictureBuilder } from '../../scene/picture.ts';
import type { Moment } from '../base/concept.ts';
import { islands } from './islands.ts';
import { drawOverview, layoutFor } from './overview.picture.ts';

export function drawCracked(moment: Moment<OverviewState>, picture: PictureBuilder): void {
  drawOverview(moment, picture);
  const at = islands.findIndex(({ slug }) => slug === 'network-partition');
  const { x, z, radius } = layoutFor(moment).places[at]!;
  picture.wall({ id: 'network-partition-wall', state: 'open', points: [-0.85, -0.45, -0.05, 0.3, 0.8].map((share, i) => ({ x: x + (i % 2 === 0 ? 0.13 : -0.13), z: z + share * radius })) });
}
