/** One figure in 3D: its scene of a few batches and crowds, drawn by the stage into the canvas that is its own. */
import { Camera as EyeCamera, Scene } from 'three';
import { fitCamera } from '../camera.ts';
import type { Camera } from '../camera.ts';
import { SATIN } from '../palette.ts';
import type { Picture } from '../picture.ts';
import { GAUGE } from '../shapes.ts';
import type { Painter, Shot } from '../view.ts';
import { Batch } from './batch.ts';
import { Crowd } from './crowd.ts';
import { drawGaugeFloor, drawHalo, drawLink, drawNodeFloor, drawPacketFloor, drawPlate, drawRingFloor, drawSpecks, drawTrace, drawTraceRings, drawTrail, drawTray, drawWallFloor, drawWallSheet } from './ground.ts';
import type { Studio } from './ground.ts';
import type { Surroundings } from './materials.ts';
import { RingMesh } from './ring-mesh.ts';
import type { Stage } from './stage.ts';
import { drawGauge, drawLane, drawNode, drawPacket, packetSize } from './standing.ts';
import type { SolidName } from './standing.ts';
import { drawPaint, drawSolid, drawSolidFloor } from './vocabulary.ts';

export class WebglPainter implements Painter {
  readonly view = '3d';
  /** Clips the canvas, whose bitmap may be larger than the figure. */
  readonly surface: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #stage: Stage;
  readonly #scene = new Scene();
  readonly #eye = new EyeCamera();
  readonly #plate: Batch;
  readonly #floor: Batch;
  readonly #overlay: Batch;
  readonly #ring: RingMesh;
  readonly #crowds = new Map<SolidName, Crowd>();
  #fitted: { readonly shot: Shot; readonly camera: Camera; readonly key: string } | null = null;

  constructor(stage: Stage, document: Document) {
    this.#stage = stage;
    this.surface = document.createElement('div');
    this.#canvas = document.createElement('canvas');
    const { style } = this.surface;
    style.inlineSize = style.blockSize = '100%';
    style.overflow = 'clip';
    style.contain = 'strict';
    Object.assign(this.#canvas.style, { display: 'block', position: 'absolute', inset: '0 auto auto 0', maxInlineSize: 'none' });
    this.surface.append(this.#canvas);
    const { materials } = stage;
    this.#plate = new Batch(materials.floor, 0);
    this.#floor = new Batch(materials.floor, 1);
    this.#overlay = new Batch(materials.overlay, 4);
    this.#ring = new RingMesh(materials.satin);
    this.#scene.add(this.#plate.mesh, this.#floor.mesh, this.#overlay.mesh, this.#ring.mesh);
    this.#scene.matrixWorldAutoUpdate = false;
    this.#eye.matrixAutoUpdate = this.#eye.matrixWorldAutoUpdate = false;
  }

  #crowd(name: SolidName): Crowd {
    let crowd = this.#crowds.get(name);
    if (!crowd) {
      crowd = new Crowd(this.#stage.solid(name), this.#stage.materials);
      crowd.begin();
      this.#crowds.set(name, crowd);
      this.#scene.add(crowd.rim, crowd.body);
    }
    return crowd;
  }

  paint(shot: Shot): void {
    const studio = this.#studio(shot);
    this.#fill(shot.picture, studio);
    this.#stage.draw(this, shot.frame, this.#canvas);
  }

  /** Camera for a shot; the plate is drawn anew when camera or colours changed. */
  #studio(shot: Shot): Studio {
    const { frame, picture, colours, scheme } = shot;
    const key = JSON.stringify([frame, picture.plate]);
    const known = this.#fitted;
    const camera = known?.key === key ? known.camera : fitCamera(picture.plate, frame);
    const studio: Studio = { camera, colours, scheme };
    if (known?.key !== key || known.shot.colours !== colours || known.shot.scheme !== scheme) {
      this.#plate.begin();
      drawPlate(this.#plate, studio, picture.plate);
      this.#plate.end();
    }
    this.#fitted = { shot, camera, key };
    this.#eye.matrixWorldInverse.fromArray([...camera.view]);
    this.#eye.projectionMatrix.fromArray([...camera.projection]);
    return studio;
  }

  #fill(picture: Picture, studio: Studio): void {
    const floor = this.#floor, overlay = this.#overlay;
    const company = { crowd: (name: SolidName): Crowd => this.#crowd(name), overlay };
    const ring = picture.rings[0];
    floor.begin();
    overlay.begin();
    for (const crowd of this.#crowds.values()) crowd.begin();
    for (const paint of picture.paints) if (paint.form === 'area' && !paint.over) drawPaint(floor, studio, paint);
    for (const halo of picture.halos) if (halo.kind === 'pool') drawHalo(floor, studio, halo);
    for (const node of picture.nodes) drawNodeFloor(floor, studio, node);
    for (const paint of picture.paints) if (paint.form !== 'area' && !paint.over) drawPaint(floor, studio, paint);
    for (const link of picture.links) drawLink(floor, studio, link);
    for (const wall of picture.walls) drawWallFloor(floor, studio, wall);
    for (const each of picture.rings) drawRingFloor(floor, studio, each);
    for (const trace of picture.traces) drawTrace(floor, studio, trace);
    for (const specks of picture.specks) drawSpecks(floor, studio, specks);
    for (const lane of picture.lanes) drawTray(floor, studio, lane);
    for (const gauge of picture.gauges) drawGaugeFloor(floor, studio, gauge, gauge.width ?? GAUGE.width);
    for (const solid of picture.solids) drawSolidFloor(floor, studio, solid);
    for (const halo of picture.halos) if (halo.kind !== 'pool') drawHalo(floor, studio, halo);
    for (const packet of picture.packets) drawPacketFloor(floor, studio, packet);
    this.#ring.show(ring, studio);
    if (ring) this.#ring.drawTops(ring, overlay, studio);
    for (const trace of picture.traces) drawTraceRings(overlay, studio, trace, picture.rings);
    for (const node of picture.nodes) drawNode(company, studio, node);
    for (const lane of picture.lanes) drawLane(company, studio, lane);
    for (const gauge of picture.gauges) drawGauge(company, studio, gauge);
    for (const solid of picture.solids) drawSolid(company, studio, solid);
    for (const wall of picture.walls) drawWallSheet(overlay, studio, wall);
    for (const packet of picture.packets) {
      drawTrail(overlay, studio, packet, packetSize(studio, packet));
      drawPacket(company, studio, packet);
    }
    for (const paint of picture.paints) if (paint.over) drawPaint(overlay, studio, paint);
    floor.end();
    overlay.end();
    for (const crowd of this.#crowds.values()) crowd.end();
  }

  /** For the stage: sets what the shared materials need to know, and gives what is to be drawn. */
  prepare(surroundings: Surroundings): { readonly scene: Scene; readonly eye: EyeCamera } | null {
    const shot = this.#fitted?.shot;
    if (!shot) return null;
    surroundings.dark.value = shot.scheme === 'dark' ? 1 : 0;
    surroundings.shade.value = SATIN.shade[shot.scheme];
    surroundings.lit.value = SATIN.lit[shot.scheme];
    surroundings.half.value.set(shot.frame.width / 2, shot.frame.height / 2);
    return { scene: this.#scene, eye: this.#eye };
  }

  dispose(): void {
    for (const batch of [this.#plate, this.#floor, this.#overlay]) batch.dispose();
    this.#ring.dispose();
    for (const crowd of this.#crowds.values()) crowd.dispose();
    this.#crowds.clear();
    this.#stage.release(this);
  }
}
