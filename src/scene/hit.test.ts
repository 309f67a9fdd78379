import { assert } from '../../test/assert.ts';
import { fitCamera } from './camera.ts';
import { hitTest } from './hit.ts';
import { packetPoint } from './packet-path.ts';
import { cellCentre, LANE, onCircle } from './shapes.ts';
import { clusterPicture, ringPicture } from './testing/fixtures.ts';

const FRAME = { width: 960, height: 560, inset: { top: 0, right: 0, bottom: 0, left: 0 } };

describe('hit test', () => {
  const cluster = clusterPicture();
  const camera = fitCamera(cluster.plate, FRAME);

  it('finds every node at its inlay', () => {
    for (const node of cluster.nodes) {
      const { x, y } = camera.project({ ...node, y: 0.3 });
      assert.deepEqual(hitTest(cluster, camera, x, y), { kind: 'node', id: node.id, distance: 0 });
    }
  });

  it('finds packets, entries and links', () => {
    const packet = cluster.packets[2]!;
    const at = camera.project(packetPoint(packet));
    assert.deepEqual(hitTest(cluster, camera, at.x, at.y), { kind: 'message', id: packet.id, distance: 0 });
    const lane = cluster.lanes[3]!;
    const cell = camera.project({ x: lane.x + cellCentre(2, lane.cells.length).x, y: LANE.height / 2, z: lane.z });
    assert.deepEqual(hitTest(cluster, camera, cell.x, cell.y), { kind: 'entry', id: `${lane.id}:3`, distance: 0 });
    const link = cluster.links.find((candidate) => candidate.id === 'n4-n3')!;
    const spot = camera.project({ x: (link.from.x + link.to.x) / 2 - 0.6, y: 0, z: link.from.z });
    assert.equal(hitTest(cluster, camera, spot.x, spot.y + 3)?.id, 'n4-n3');
  });

  it('finds the server of an arc and of a column', () => {
    const ring = ringPicture();
    const eye = fitCamera(ring.plate, FRAME);
    const arc = ring.rings[0]!.arcs.reduce((a, b) => (b.end - b.start > a.end - a.start ? b : a));
    const { x, y } = eye.project({ ...onCircle(2.7, (arc.start + arc.end) / 2), y: ring.rings[0]!.height });
    assert.deepEqual(hitTest(ring, eye, x, y), { kind: 'node', id: arc.node, distance: 0 });
    const gauge = ring.gauges[1]!;
    const column = eye.project({ x: gauge.x, y: 0.6, z: gauge.z });
    assert.equal(hitTest(ring, eye, column.x, column.y)?.id, gauge.id);
  });

  it('finds nothing on the bare plate', () => {
    const { x, y } = camera.project({ x: -5.3, y: 0, z: 0.5 });
    assert.equal(hitTest(cluster, camera, x, y), null);
  });
});
