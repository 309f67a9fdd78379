/** What a mesh says of itself at first sight: facts, sentence, read-outs. */
import type { Plain } from '../../models/kernel/model.ts';
import { circuitOf, ejectionOf, failingAt, serviceMeshReadouts } from '../../models/service-mesh/readouts.ts';
import type { Host, ServiceMeshState } from '../../models/service-mesh/state.ts';
import { splitService } from '../../models/service-mesh/state.ts';
import type { Breach, Fact, Moment, Sentence } from '../base/concept.ts';
import { standingOf } from './service-mesh.picture.ts';

export type MeshWords = Pick<Moment<ServiceMeshState>, 'state' | 'nowUs' | 'name' | 'text'>;

export const percentOf = (share: number | null | undefined, { text }: Pick<MeshWords, 'text'>, digits = 0): string => {
  if (share === null || share === undefined) return '–';
  const factor = digits === 0 ? 1 : 10;
  return text('service-mesh.percent', { percent: Math.round(share * 100 * factor) / factor });
};

export const decimal = (value: number | null, text: MeshWords['text']): string => (value === null ? '–' : text('{value}', { value: Math.round(value * 100) / 100 }));

export function facts(moment: MeshWords): readonly Fact[] {
  const { state, nowUs, text } = moment;
  const { successShare, attemptsPerRequest, ejectedHosts, hosts } = serviceMeshReadouts(state, nowUs);
  return [
    { label: text('service-mesh.success'), value: percentOf(successShare, moment, 1), role: successShare !== null && successShare < 0.99 ? 'fail' : 'ok' },
    { label: text('service-mesh.attempts'), value: decimal(attemptsPerRequest, text) },
    { label: text('service-mesh.ejected'), value: String(ejectedHosts.length), note: text('service-mesh.of-hosts', { hosts }), ...(ejectedHosts.length > 0 ? { role: 'warn' as const } : {}) },
  ];
}

const secondsLeft = (untilUs: number, nowUs: number): number => Math.max(0, Math.round((untilUs - nowUs) / 100_000) / 10);

type Say = (key: string, values?: { readonly [name: string]: string | number }) => Sentence;

/** What is wrong with the mesh's own parts. */
function broken({ state, name }: MeshWords, say: Say): Sentence | null {
  if (!state.plane.up) return say('plane-down');
  if (state.config.mode !== 'ambient') return null;
  const gone = [...state.proxies.values()].find(({ up }) => !up);
  return gone === undefined ? null : gone.id === 'w1' ? say('waypoint-down') : say('tunnel-down', { name: name(gone.id) });
}

/** What is wrong with a service. */
function troubled(moment: MeshWords, say: Say): Sentence | null {
  const { state, nowUs, name } = moment;
  const all = [...state.hosts.values()];
  const first = (wanted: string): Host | undefined => all.find((host) => standingOf(state, host, nowUs) === wanted);
  const { policy } = state.plane;
  const crashed = first('crashed');
  if (crashed !== undefined) return say('gone', { name: name(crashed.id) });
  const expired = first('expired');
  if (expired !== undefined) return say('expired-sentence', { name: name(expired.id) });
  for (const proxy of state.proxies.keys()) {
    for (const service of state.services.values()) {
      const circuit = circuitOf(state, proxy, service.id);
      if (circuit !== 'closed') return say(`circuit-${circuit}`, { name: service.name, seconds: policy.ejectionUs / 1_000_000 });
    }
  }
  const ejected = all.find(({ id }) => ejectionOf(state, id) !== null);
  if (ejected !== undefined) {
    const peers = state.services.get(ejected.service)!.hosts.filter((id) => state.hosts.get(id)!.version === ejected.version).length;
    return say(peers === 1 ? 'out-alone' : 'out', { name: name(ejected.id), errors: policy.outlierErrors, seconds: secondsLeft(ejectionOf(state, ejected.id)!.untilUs, nowUs) });
  }
  const failing = all.filter(({ id, version }) => version !== '' && failingAt(state, id));
  return storm(moment, say) ?? (failing.length === 1 ? say('fails', { name: name(failing[0]!.id), errors: policy.outlierErrors }) : denied(moment, say));
}

function storm({ state, nowUs, text }: MeshWords, say: Say): Sentence | null {
  const { attemptsPerRequest } = serviceMeshReadouts(state, nowUs);
  const busy = [...state.calls.values()].filter(({ retrying }) => retrying).length;
  return state.plane.policy.budget === null && attemptsPerRequest !== null && attemptsPerRequest > 1.3 && busy > 2 ? say('storm', { attempts: decimal(attemptsPerRequest, text) }) : null;
}

function denied({ state, text }: MeshWords, say: Say): Sentence | null {
  const { budget } = state.plane.policy;
  const full = [...state.proxies.values()].some(({ clusters }) => [...clusters.values()].some(({ retries }) => retries >= 3));
  return budget !== null && full ? say('denied', { budget: percentOf(budget, { text }) }) : null;
}

/** Where configurations differ. */
function stale({ state, name }: MeshWords, say: Say): Sentence | null {
  const { version, valid } = state.plane;
  const behind = [...state.proxies.values()].find((proxy) => proxy.version !== null && proxy.version < version);
  if (behind === undefined) return null;
  const values = { name: name(behind.id), old: behind.version ?? 0, version };
  return valid ? say('stale', values) : say('rejected', values);
}

/** What happens now and why. */
export function sentence(moment: MeshWords): Sentence {
  const { state, text } = moment;
  const say: Say = (key, values = {}) => ({ strong: text(`service-mesh.${key}`, values), rest: text(`service-mesh.${key}-rest`, values) });
  const wrong = broken(moment, say) ?? troubled(moment, say) ?? stale(moment, say);
  if (wrong !== null) return wrong;
  const { mtls, match, split, faultAbort, faultDelay } = state.plane.policy;
  if (faultAbort !== null || faultDelay !== null) return say('chaos', { name: splitService(state).name });
  if (mtls === 'off') return say('plain');
  if (match !== null) return say('by-header', { header: `${match.header}=${match.value}`, version: match.version });
  if (state.config.mode === 'ambient') return say('ambient-steady');
  const connections = [...state.connections.values()];
  if (connections.length === 0 || connections.some(({ open }) => !open)) return say('opening');
  const whole = split.reduce((sum, { weight }) => sum + weight, 0) || 1;
  const last = split.at(-1)!;
  return say('steady', { split: text('service-mesh.split-word', { percent: Math.round((last.weight / whole) * 100), version: last.version }) });
}

/** Everything that can be read off; see `ServiceMeshReadouts`. */
export function readouts({ state, nowUs }: MeshWords): { readonly [key: string]: Plain } {
  return { ...serviceMeshReadouts(state, nowUs) };
}

/** Breaches that an author may name in `expect`. */
export function verdicts({ state, text }: MeshWords): readonly Breach[] {
  const { failed } = state.stats;
  return failed > 0 ? [{ verdict: 'available', message: text('service-mesh.verdict.failed', { count: failed }) }] : [];
}
