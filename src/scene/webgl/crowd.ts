/** Bodies of one shape as instances: one draw for all of them, and one more for their contours where they have any. */
import { DynamicDrawUsage, InstancedBufferGeometry, InstancedInterleavedBuffer, InterleavedBufferAttribute, Mesh } from 'three';
import type { BufferGeometry } from 'three';
import { channels } from '../palette.ts';
import type { Point } from '../picture.ts';
import type { Materials } from './materials.ts';

export interface Instance {
  readonly at: Point;
  /** Scale along x and z. */
  readonly width: number;
  readonly depth?: number;
  /** Scale of the shape's own height (bevels, balls). */
  readonly tall?: number;
  /** What the top rises above the foot. */
  readonly height?: number;
  /** Radians round the upright. */
  readonly turn?: number;
  readonly colour: string;
  readonly line: string;
  /** Contour in CSS px; 0 = none. */
  readonly contour: number;
  readonly opacity?: number;
}

const stride = 16;

export class Crowd {
  readonly body: Mesh;
  readonly rim: Mesh;
  readonly #geometry = new InstancedBufferGeometry();
  #buffer = new InstancedInterleavedBuffer(new Float32Array(stride * 8), stride);
  #members: Instance[] = [];

  constructor(shape: BufferGeometry, materials: Materials) {
    for (const name of ['position', 'normal', 'top']) this.#geometry.setAttribute(name, shape.getAttribute(name));
    this.#geometry.setIndex(shape.getIndex());
    this.#bind();
    this.body = new Mesh(this.#geometry, materials.satin);
    this.rim = new Mesh(this.#geometry, materials.contour);
    for (const mesh of [this.body, this.rim]) mesh.frustumCulled = false;
    this.rim.renderOrder = 2;
    this.body.renderOrder = 3;
  }

  #bind(): void {
    this.#buffer.setUsage(DynamicDrawUsage);
    for (const [at, name] of ['place', 'size', 'base', 'line'].entries()) this.#geometry.setAttribute(name, new InterleavedBufferAttribute(this.#buffer, 4, at * 4));
  }

  begin(): void {
    this.#members = [];
  }

  add(member: Instance): void {
    if ((member.opacity ?? 1) > 0.01) this.#members.push(member);
  }

  end(): void {
    // Far ones first: what is see-through must lie over what is behind it.
    const members = this.#members.sort((a, b) => a.at.z - b.at.z);
    if (members.length * stride > this.#buffer.array.length) {
      this.#geometry.dispose();
      this.#buffer = new InstancedInterleavedBuffer(new Float32Array(stride * members.length * 2), stride);
      this.#bind();
    }
    const array = this.#buffer.array as Float32Array;
    members.forEach((member, n) => write(array, n * stride, member));
    this.#buffer.needsUpdate = true;
    this.#geometry.instanceCount = members.length;
    this.body.visible = members.length > 0;
    this.rim.visible = members.some(({ contour }) => contour > 0);
  }

  dispose(): void {
    this.#geometry.dispose();
  }
}

function write(array: Float32Array, at: number, { at: place, width, depth = width, tall = 1, height = 0, turn = 0, colour, line, contour, opacity = 1 }: Instance): void {
  const [r, g, b] = channels(colour), [lr, lg, lb] = channels(line);
  array.set([place.x, place.y, place.z, turn, width, depth, tall, height, r / 255, g / 255, b / 255, opacity, lr / 255, lg / 255, lb / 255, contour], at);
}

