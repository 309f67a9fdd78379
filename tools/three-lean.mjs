/**
 * Takes from three what the stage never uses. The renderer names headsets, shadow maps, lights, textures, environment maps and
 * the shaders of every built-in material whether they are used or not, so no bundler can leave them out; here modules of the
 * same shape that do nothing stand in for them. The stage has materials, light and soft shadows of its own and no texture; a page
 * of `npm run check:build` shows that it still draws.
 */
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './browser.mjs';

const source = realpathSync(join(root, 'node_modules/three/src'));

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
  ['renderers/webgl/WebGLTextures.js', `
    const nothing = () => {};
    export function WebGLTextures() {
      for (const name of ['resetTextureUnits', 'setTextureUnits', 'setTexture2D', 'setTexture2DArray', 'setTexture3D', 'setTextureCube', 'rebindTextures', 'setupRenderTarget', 'updateRenderTargetMipmap', 'updateMultisampleRenderTarget', 'dispose']) this[name] = nothing;
      this.allocateTextureUnit = this.getTextureUnits = () => 0;
      this.useMultisampledRTT = () => false;
    }`],
  ['renderers/webgl/WebGLLights.js', `
    const kinds = ['probe', 'sun', 'sunShadow', 'sunShadowMap', 'sunShadowMatrix', 'sunShadowCascade', 'directional', 'directionalShadow', 'directionalShadowMap', 'directionalShadowMatrix', 'spot', 'spotLightMap', 'spotShadow', 'spotShadowMap', 'spotLightMatrix', 'rectArea', 'point', 'pointShadow', 'pointShadowMap', 'pointShadowMatrix', 'hemi'];
    export function WebGLLights() {
      const state = { version: 0, hash: {}, ambient: [0, 0, 0], rectAreaLTC1: null, rectAreaLTC2: null, numSpotLightShadowsWithMaps: 0, numLightProbes: 0 };
      for (const kind of kinds) state[kind] = [];
      return { setup() {}, setupView() {}, state };
    }`],
  ['renderers/webgl/WebGLBackground.js', `
    export function WebGLBackground(_renderer, _environments, state) {
      // Left alone, the state clears to black that nothing shines through.
      state.buffers.color.setClear(0, 0, 0, 0);
      return { getClearColor: () => ({}), setClearColor() {}, getClearAlpha: () => 0, setClearAlpha() {}, render() {}, addToRenderList() {}, dispose() {} };
    }`],
  ['renderers/webgl/WebGLMaterials.js', `
    export function WebGLMaterials() {
      return { refreshFogUniforms() {}, refreshMaterialUniforms(_uniforms, material) { material.uniformsNeedUpdate = false; } };
    }`],
  ['renderers/webgl/WebGLUniformsGroups.js', `
    export function WebGLUniformsGroups() {
      return { bind() {}, update() {}, dispose() {} };
    }`],
  ['renderers/webgl/WebGLMorphtargets.js', `
    export function WebGLMorphtargets() {
      return { update() {} };
    }`],
  ['renderers/webgl/WebGLOutput.js', 'export function WebGLOutput() { return null; }'],
  ['renderers/shaders/DFGLUTData.js', 'export const getDFGLUT = () => null;'],
  ['renderers/webgl/WebGLUtils.js', 'export function WebGLUtils() { return { convert: () => null }; }'],
  ['renderers/webgl/WebGLClipping.js', `
    export function WebGLClipping() {
      this.uniform = { value: null, needsUpdate: false };
      this.numPlanes = this.numIntersection = 0;
      this.init = () => false;
    }`],
  ['core/RenderTarget.js', `
    import { EventDispatcher } from './EventDispatcher.js';
    export class RenderTarget extends EventDispatcher {
      dispose() {}
    }`],
  // What is not in the picture is not in the scene.
  ['math/Frustum.js', `
    export class Frustum {
      setFromProjectionMatrix() { return this; }
      intersectsObject() { return true; }
      intersectsSprite() { return true; }
    }`],
  ['math/FrustumArray.js', 'export class FrustumArray {}'],
  // Pointers are met by the shapes of the scene, not by rays.
  ['math/Ray.js', 'export class Ray {}'],
  ['math/Triangle.js', 'export class Triangle {}'],
  ['extras/ImageUtils.js', 'export class ImageUtils {}'],
  ['renderers/shaders/ShaderLib.js', 'export const ShaderLib = {};'],
  ['renderers/shaders/ShaderChunk.js', 'export const ShaderChunk = {};'],
]);

export const isThree = (id) => id.startsWith(source);

export const leanThree = {
  name: 'lean-three',
  resolveId: (asked) => (asked === 'three' ? join(source, 'Three.js') : null),
  load(id) {
    return isThree(id) ? (standIns.get(id.slice(source.length + 1).replaceAll('\\', '/')) ?? null) : null;
  },
  /** Colours come as numbers, never by CSS names. */
  transform(code, id) {
    return id === join(source, 'math/Color.js') ? { code: code.replace(/(const _colorKeywords = )\{[^}]*\}/, '$1{}'), map: null } : null;
  },
};
