/**
 * Takes from three what the stage never uses. The renderer names headsets, shadow maps, environment maps and the shaders of
 * every built-in material whether they are used or not, so no bundler can leave them out; here modules of the same shape
 * that do nothing stand in for them. The stage has materials and soft shadows of its own and uses no environment; a page
 * of `npm run check:build` shows that it still draws.
 */
import { join } from 'node:path';
import { root } from './browser.mjs';

const source = join(root, 'node_modules/three/src');

const standIns = new Map([
  ['renderers/webxr/WebXRManager.js', `
    import { EventDispatcher } from '../../core/EventDispatcher.js';
    export class WebXRManager extends EventDispatcher {
      enabled = false;
      isPresenting = false;
      setAnimationLoop() {}
      getEnvironmentBlendMode() {}
      hasDepthSensing() { return false; }
      dispose() {}
    }`],
  ['renderers/webgl/WebGLShadowMap.js', `
    export class WebGLShadowMap {
      enabled = false;
      autoUpdate = false;
      needsUpdate = false;
      type = 1;
      render() {}
    }`],
  ['renderers/webgl/WebGLEnvironments.js', `
    export function WebGLEnvironments() {
      return { get: () => null, dispose() {} };
    }`],
  ['renderers/shaders/ShaderLib.js', 'export const ShaderLib = {};'],
  ['renderers/shaders/ShaderChunk.js', 'export const ShaderChunk = {};'],
]);

export const leanThree = {
  name: 'lean-three',
  resolveId: (asked) => (asked === 'three' ? join(source, 'Three.js') : null),
  load(id) {
    return id.startsWith(source) ? (standIns.get(id.slice(source.length + 1).replaceAll('\\', '/')) ?? null) : null;
  },
};
