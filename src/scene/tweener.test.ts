import { assert } from '../../test/assert.ts';
import { PictureBuilder, type ArcMark, type Picture, type Role } from './picture.ts';
import { arcsBetween } from './tween-arcs.ts';
import { clusterPicture, ringPicture } from './testing/fixtures.ts';
import { overshoot, Tweener, TWEEN } from './tweener.ts';

function node(role: Role): Picture {
  const picture = new PictureBuilder();
  picture.node({ id: 'n1', role, x: 0, z: 0, inlay: 'S1', caption: role, spoken: '' });
  return picture.picture();
}

function arc(start: number, end: number, role: Role): ArcMark {
  return { id: `${start}`, start, end, role, pattern: 'plain', letter: 'A', node: 's1' };
}

describe('tweener', () => {
  it('shows a first picture as it is, and is at rest', () => {
    for (const target of [clusterPicture(), ringPicture()]) {
      const tweener = new Tweener();
      assert.deepEqual(tweener.next(target, 0), target);
      assert.equal(tweener.busy, false);
    }
  });

  it('ends every change at its target, at rest', () => {
    const from = clusterPicture();
    const to: Picture = {
      ...from,
      nodes: [...from.nodes.slice(1).map((mark) => ({ ...mark, role: 'leader' as const })), { ...from.nodes[0]!, id: 'n9' }],
      lanes: from.lanes.map((lane) => ({ ...lane, cells: lane.cells.map((cell) => (cell.state === 'hollow' ? { ...cell, state: 'solid' as const } : cell)) })),
      walls: [],
    };
    const tweener = new Tweener();
    tweener.next(from, 0);
    const under = tweener.next(to, 100);
    assert.notDeepEqual(under, to);
    assert.equal(tweener.busy, true);
    tweener.next(to, 300);
    const end = tweener.next(to, 1000);
    assert.deepEqual(end, to);
    assert.equal(tweener.busy, false);
  });

  it('turns a follower into a leader: body at once, crown 120 ms later with one overshoot', () => {
    const tweener = new Tweener();
    tweener.next(node('follower'), 0);
    const crowns: number[] = [];
    let mix = -1;
    for (let ms = 0; ms <= 500; ms += 10) {
      const tween = tweener.next(node('leader'), 1000 + ms).nodes[0]!.tween;
      if (!tween) break;
      assert.ok(tween.mix >= mix, 'the body never goes back');
      mix = tween.mix;
      if (ms <= TWEEN.crownDelay) assert.equal(tween.crown, 0);
      crowns.push(tween.crown);
    }
    const most = Math.max(...crowns);
    assert.closeTo(most, 1.06, 0.01);
    assert.equal(crowns.filter((value, i) => i > 0 && i < crowns.length - 1 && value > crowns[i - 1]! && value >= crowns[i + 1]!).length, 1, 'one overshoot');
    assert.equal(overshoot(1), 1);
  });

  it('sinks the crashed with growing speed', () => {
    const tweener = new Tweener();
    tweener.next(node('follower'), 0);
    tweener.next(node('crashed'), 10);
    const early = tweener.next(node('crashed'), 10 + TWEEN.crash * 0.3).nodes[0]!.tween!.mix;
    const late = tweener.next(node('crashed'), 10 + TWEEN.crash * 0.7).nodes[0]!.tween!.mix;
    assert.ok(early < 0.3 && 1 - late > 0.3 && late > early);
    assert.equal(tweener.next(node('crashed'), 10 + TWEEN.crash).nodes[0]!.tween, undefined);
  });

  it('plays a step within 250 ms', () => {
    const tweener = new Tweener();
    tweener.next(node('follower'), 0);
    tweener.next(node('leader'), 10, 'step');
    assert.equal(tweener.busy, true);
    assert.deepEqual(tweener.next(node('leader'), 10 + 251, 'step'), node('leader'));
    assert.equal(tweener.busy, false);
  });

  it('never tweens a cut, nor time that goes back', () => {
    const tweener = new Tweener();
    tweener.next(node('follower'), 100);
    assert.deepEqual(tweener.next(node('leader'), 110, 'cut'), node('leader'));
    assert.equal(tweener.busy, false);
    assert.deepEqual(tweener.next(node('crashed'), 50), node('crashed'));
  });

  it('lets what leaves fade and what comes grow', () => {
    const tweener = new Tweener();
    tweener.next(node('follower'), 0);
    const empty = new PictureBuilder().picture();
    const leaving = tweener.next(empty, 50).nodes;
    assert.equal(leaving.length, 1);
    assert.ok(tweener.next(empty, 150).nodes[0]!.tween!.presence < 1);
    assert.equal(tweener.next(empty, 500).nodes.length, 0);
    tweener.next(node('follower'), 510);
    const presence = tweener.next(node('follower'), 600).nodes[0]!.tween!.presence;
    assert.ok(presence > 0 && presence < 1);
  });

  it('grows only the part of an arc that has a new owner', () => {
    const before = [arc(-0.5, 0.25, 'owner-1'), arc(0.25, 0.5, 'owner-2')];
    const after = [arc(-0.5, 0.1, 'owner-3'), arc(0.1, 0.25, 'owner-1'), arc(0.25, 0.5, 'owner-2')];
    const blend = arcsBetween(before, after);
    assert.deepEqual(blend.map((part) => [part.role, part.tween?.from]), [['owner-3', 'owner-1'], ['owner-1', undefined], ['owner-2', undefined]]);
    const merged = arcsBetween(before, [arc(-0.5, 0.5, 'owner-2')]);
    assert.deepEqual(merged.map((part) => part.tween?.from), ['owner-1', undefined]);
    assert.closeTo(merged[0]!.end, 0.25, 1e-9);
    assert.closeTo(merged[1]!.end, 0.5, 1e-12);
  });

  it('raises a column from where it stands', () => {
    const gauge = (share: number): Picture => {
      const picture = new PictureBuilder();
      picture.gauge({ id: 's1', x: 0, z: 0, role: 'owner-1', pattern: 'plain', share, inlay: 'A', text: '', spoken: '' });
      return picture.picture();
    };
    const tweener = new Tweener();
    tweener.next(gauge(0.2), 0);
    assert.closeTo(tweener.next(gauge(0.8), 10).gauges[0]!.share, 0.2, 1e-9);
    const middle = tweener.next(gauge(0.8), 100).gauges[0]!.share;
    assert.ok(middle > 0.2 && middle < 0.8);
    assert.closeTo(tweener.next(gauge(0.4), 101).gauges[0]!.share, middle, 0.02, 'a new aim starts from where it is');
    assert.equal(tweener.next(gauge(0.4), 900).gauges[0]!.share, 0.4);
  });

  it('moves the dashes of a flow by 0.4 units a second', () => {
    const picture = new PictureBuilder();
    picture.link({ id: 'a-b', from: { x: 0, z: 0 }, to: { x: 4, z: 0 }, state: 'live', role: 'leader', flow: 20 });
    const target = picture.picture();
    const tweener = new Tweener();
    for (let ms = 0; ms <= 1000; ms += 50) tweener.next(target, ms);
    assert.closeTo(tweener.next(target, 1000).links[0]!.phase ?? 0, 0.4, 1e-9);
  });
});
