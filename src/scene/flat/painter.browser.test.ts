import { assert } from '../../../test/assert.ts';
import { defaults } from '../palette.ts';
import type { Picture } from '../picture.ts';
import { clusterPicture, ringPicture } from '../testing/fixtures.ts';
import type { Shot } from '../view.ts';
import { allMarks } from './all-marks.ts';
import { FlatPainter } from './painter.ts';
import { primitives } from './shapes-2d.ts';

function shot(picture: Picture): Shot {
  return { picture, frame: { width: 960, height: 560, inset: { top: 0, right: 0, bottom: 0, left: 0 } }, colours: defaults('dark'), scheme: 'dark' };
}

function moved(picture: Picture, by: number): Picture {
  return { ...picture, packets: picture.packets.map((packet) => ({ ...packet, share: packet.share + by })) };
}

function paths(painter: FlatPainter): (string | null)[] {
  return [...painter.surface.querySelectorAll('path')].map((path) => path.getAttribute('d'));
}

describe('flat painter', () => {
  it('puts every path into the page, in paint order', () => {
    const painter = new FlatPainter(document, allMarks);
    painter.paint(shot(clusterPicture()));
    assert.deepEqual(paths(painter), primitives(shot(clusterPicture()), allMarks).map((primitive) => primitive.d));
    painter.dispose();
  });

  it('shows after any history what it shows at once', () => {
    const painter = new FlatPainter(document, allMarks);
    const cluster = clusterPicture();
    painter.paint(shot(cluster));
    painter.paint(shot(ringPicture()));
    painter.paint(shot({ ...cluster, nodes: cluster.nodes.slice(2), walls: [] }));
    painter.paint(shot(moved(cluster, 0.05)));
    const fresh = new FlatPainter(document, allMarks);
    fresh.paint(shot(moved(cluster, 0.05)));
    const inner = (of: FlatPainter): string => of.surface.querySelector('g')!.outerHTML;
    assert.equal(inner(painter), inner(fresh));
    const ids = (of: FlatPainter): string[] => [...of.surface.querySelectorAll('defs > *')].map((element) => element.id).sort();
    assert.deepEqual(ids(painter), ids(fresh), 'no gradient is left behind or missing');
    painter.dispose();
    fresh.dispose();
  });

  it('touches nothing when nothing changed, and only packets when they move', async () => {
    const painter = new FlatPainter(document, allMarks);
    const cluster = clusterPicture();
    painter.paint(shot(cluster));
    const observer = new MutationObserver(() => undefined);
    observer.observe(painter.surface, { attributes: true, childList: true, subtree: true });
    painter.paint(shot({ ...cluster }));
    assert.equal(observer.takeRecords().length, 0);
    painter.paint(shot(moved(cluster, 0.01)));
    const touched = new Set(observer.takeRecords().map((record) => record.target));
    assert.ok(touched.size > 0 && touched.size < 45, `${touched.size} elements were touched`);
    observer.disconnect();
    painter.dispose();
  });

  it('uses no style attribute, which a strict policy would block', () => {
    const painter = new FlatPainter(document, allMarks);
    painter.paint(shot(ringPicture()));
    assert.equal(painter.surface.querySelectorAll('[style]').length, 0);
    painter.dispose();
  });
});
