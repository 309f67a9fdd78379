/** Health of a backend: a floor ring with one red part for each probe that failed in a row. */
import type { Floor, PictureBuilder } from '../picture.ts';
import { partRing } from './quorum-ring.ts';

export interface ProbeRingSpec extends Floor {
  readonly id: string;
  /** Failures in a row. None: no ring. */
  readonly failures: number;
  /** Failures that take it out; 3 when absent. */
  readonly limit?: number;
  readonly scale?: number;
}

/** Parts are red as long as they count; none are drawn while all is well. */
export function probeRing(picture: PictureBuilder, { id, x, z, failures, limit = 3, scale = 1 }: ProbeRingSpec): void {
  if (failures <= 0) return;
  partRing(picture, { id: `${id}/probes`, x, z, tone: 'fail', radius: 0.735 * scale, parts: Array.from({ length: limit }, (_, i) => i < failures) });
}

/** The last results as a word for a pill: ticks and crosses, oldest first. */
export function probeMarks(results: readonly boolean[]): string {
  return results.map((passed) => (passed ? '✓' : '✕')).join(' ');
}
