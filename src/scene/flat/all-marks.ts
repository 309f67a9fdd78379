/** Every kind of mark, for tools and tests that draw whatever comes; a page names those it needs. */
import { gaugeMarks } from './gauges.ts';
import { haloMarks } from './halos.ts';
import { laneMarks } from './lanes.ts';
import { linkMarks } from './links.ts';
import type { FlatMarks } from './marks.ts';
import { nodeMarks } from './nodes.ts';
import { packetMarks } from './packets.ts';
import { paintMarks } from './paint.ts';
import { ringMarks } from './ring.ts';
import { solidMarks } from './solids.ts';
import { wallMarks } from './walls.ts';

export const allMarks: readonly FlatMarks[] = [haloMarks, nodeMarks, linkMarks, wallMarks, ringMarks, laneMarks, gaugeMarks, solidMarks, paintMarks, packetMarks];
