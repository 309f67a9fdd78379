/** The two materials of every picture: satin for bodies, flat for what lies on the floor or glows. Colours are sRGB as given. */
import { CustomBlending, DoubleSide, GLSL3, OneFactor, OneMinusSrcAlphaFactor, RawShaderMaterial, Vector2, Vector3 } from 'three';
import { SATIN } from '../palette.ts';

/** Uniforms that follow the figure: shared by all its materials. */
export interface Surroundings {
  readonly dark: { value: number };
  readonly shade: { value: number };
  readonly lit: { value: number };
  /** Half the size of the buffer in CSS px, for contours of a width in px. */
  readonly half: { value: Vector2 };
}

export function makeSurroundings(): Surroundings {
  return { dark: { value: 1 }, shade: { value: 0.26 }, lit: { value: 0.1 }, half: { value: new Vector2(1, 1) } };
}

const blending = { blending: CustomBlending, blendSrc: OneFactor, blendDst: OneMinusSrcAlphaFactor, blendSrcAlpha: OneFactor, blendDstAlpha: OneMinusSrcAlphaFactor, transparent: true } as const;

const bodyVertex = `
precision highp float;
uniform mat4 viewMatrix;
uniform mat4 projectionMatrix;
in vec3 position;
in vec3 normal;
in float top;
in vec4 place;
in vec4 size;
in vec4 base;
in vec4 line;
out vec3 vNormal;
out vec4 vBase;
out vec3 vLine;
out float vHeight;
vec2 turned(vec2 v, float angle) {
  float s = sin(angle), c = cos(angle);
  return vec2(v.x * c - v.y * s, v.x * s + v.y * c);
}
vec3 placed() {
  vec3 at = vec3(position.x * size.x, position.y * size.z + top * size.w, position.z * size.y);
  at.xz = turned(at.xz, place.w);
  return at;
}
`;

const satinVertex = `${bodyVertex}
void main() {
  vec3 at = placed();
  vNormal = normalize(vec3(turned(normal.xz, place.w), normal.y).xzy);
  vBase = base;
  vLine = line.rgb;
  vHeight = at.y;
  gl_Position = projectionMatrix * viewMatrix * vec4(at + place.xyz, 1.0);
}`;

const satinFragment = `
precision highp float;
uniform float dark;
uniform float shade;
uniform float lit;
uniform vec3 light;
uniform vec4 steps;
in vec3 vNormal;
in vec4 vBase;
in vec3 vLine;
in float vHeight;
out vec4 colour;
const vec3 view = vec3(0.0, ${Math.sin((52 * Math.PI) / 180).toFixed(6)}, ${Math.cos((52 * Math.PI) / 180).toFixed(6)});
void main() {
  vec3 n = normalize(vNormal);
  float halfLambert = 0.5 + 0.5 * dot(n, light);
  vec3 body = mix(vBase.rgb * shade, vBase.rgb, smoothstep(steps.x, steps.y, halfLambert));
  body = mix(body, vec3(1.0), lit * smoothstep(steps.z, steps.w, halfLambert));
  float side = 1.0 - smoothstep(0.55, 0.85, n.y);
  body *= 1.0 - side * mix(0.08, 0.35, dark) * (1.0 - smoothstep(0.0, 0.26, vHeight));
  float gleam = pow(max(dot(n, normalize(light + view)), 0.0), 46.0) * 0.5;
  body = mix(body, mix(vec3(1.0), vBase.rgb, 0.25), gleam);
  float rim = pow(1.0 - max(dot(n, view), 0.0), 3.0);
  body = mix(body, mix(vLine, body * 0.4 + vec3(0.5, 0.56, 0.66), dark), rim * mix(0.55, 0.3, dark));
  colour = vec4(body * vBase.a, vBase.a);
}`;

/** The body again, a little larger and turned inside out: its rim stays visible as a contour. */
const contourVertex = `${bodyVertex}
uniform vec2 halfSize;
void main() {
  vec4 clip = projectionMatrix * viewMatrix * vec4(placed() + place.xyz, 1.0);
  vec3 n = vec3(turned(normal.xz, place.w), normal.y).xzy;
  vec2 out2 = (viewMatrix * vec4(n, 0.0)).xy;
  float reach = max(length(out2), 0.001);
  clip.xy += out2 / reach * line.w * clip.w / halfSize * min(1.0, reach * 4.0);
  vBase = vec4(line.rgb, base.a * step(0.01, line.w));
  vNormal = n; vLine = line.rgb; vHeight = 0.0;
  gl_Position = line.w > 0.01 ? clip : vec4(2.0, 2.0, 2.0, 1.0);
}`;

const contourFragment = `
precision highp float;
in vec4 vBase;
in vec3 vNormal;
in vec3 vLine;
in float vHeight;
out vec4 colour;
void main() { colour = vec4(vBase.rgb * vBase.a, vBase.a); }`;

const flatVertex = `
precision highp float;
uniform mat4 viewMatrix;
uniform mat4 projectionMatrix;
in vec3 position;
in vec4 colour;
in vec3 soft;
out vec4 vColour;
out vec3 vSoft;
void main() {
  vColour = colour;
  vSoft = soft;
  gl_Position = projectionMatrix * viewMatrix * vec4(position, 1.0);
}`;

const flatFragment = `
precision highp float;
in vec4 vColour;
in vec3 vSoft;
out vec4 colour;
void main() {
  float alpha = vColour.a;
  if (vSoft.x > 1.0) {
    vec2 from = vSoft.xy - 4.0;
    float fall = max(0.0, 1.0 - dot(from, from));
    alpha *= fall * fall;
  }
  colour = vec4(vColour.rgb * alpha, alpha * vSoft.z);
}`;

export interface Materials {
  readonly satin: RawShaderMaterial;
  readonly contour: RawShaderMaterial;
  /** On the floor: nothing lies under it that could hide it. */
  readonly floor: RawShaderMaterial;
  /** In the air and on top faces: hidden by bodies in front. */
  readonly overlay: RawShaderMaterial;
}

/** One set a stage; the uniforms of a figure are set before its scene is drawn. */
export function makeMaterials(surroundings: Surroundings): Materials {
  const light = { value: new Vector3(...SATIN.light) };
  const steps = { value: [...SATIN.steps] };
  const { dark, shade, lit, half } = surroundings;
  const make = (vertexShader: string, fragmentShader: string, more: object): RawShaderMaterial => new RawShaderMaterial({ glslVersion: GLSL3, vertexShader, fragmentShader, ...blending, ...more });
  return {
    satin: make(satinVertex, satinFragment, { uniforms: { dark, shade, lit, light, steps } }),
    contour: make(contourVertex, contourFragment, { uniforms: { halfSize: half }, side: DoubleSide, depthWrite: false }),
    floor: make(flatVertex, flatFragment, { depthTest: false, depthWrite: false, side: DoubleSide }),
    overlay: make(flatVertex, flatFragment, { depthWrite: false, side: DoubleSide }),
  };
}
