/** Whom an action means, and how it answers. */
import type { ActionArguments, ActionResult } from '../kernel/model.ts';
import { refused } from './reasons.ts';
import type { Scene } from './scene.ts';
import type { Host, Proxy, Service, ServiceMeshState } from './state.ts';
import { splitService } from './state.ts';

/** An action with its target and arguments. */
export interface Call extends Scene {
  readonly target: string | undefined;
  readonly args: ActionArguments;
}

export type Verb = (call: Call) => ActionResult;

/** By id or name. */
export const serviceOf = ({ services }: ServiceMeshState, name: string | undefined): Service | undefined =>
  services.get(name ?? '') ?? [...services.values()].find((each) => each.name === name);

/** Ejected by any proxy. */
export const isEjected = ({ proxies }: ServiceMeshState, host: string): boolean =>
  [...proxies.values()].some(({ clusters }) => [...clusters.values()].some(({ views }) => (views.get(host)?.ejected ?? null) !== null));

/** By id; a service by id or name, or a version: its first host that is well; or by role: `crashed`, `failing`, `ejected`, `random`. */
export function hostFor({ state, world, target }: Call): Host | undefined {
  const all = [...state.hosts.values()];
  const known = state.hosts.get(target ?? '');
  if (known !== undefined) return known;
  const service = serviceOf(state, target);
  const some = service ? service.hosts.map((id) => state.hosts.get(id)!) : all.filter(({ version }) => version !== '' && version === target);
  if (some.length > 0) return some.find(({ up, failing }) => up && failing === null) ?? some[0];
  switch (target) {
    case 'crashed': return all.find(({ up }) => !up);
    case 'failing': return all.find(({ failing }) => failing !== null);
    case 'ejected': return all.find(({ id }) => isEjected(state, id));
    case 'random': {
      const split = splitService(state).hosts.map((id) => state.hosts.get(id)!).filter(({ up, failing }) => up && failing === null);
      return split[world.random('target').integer(0, Math.max(0, split.length - 1))];
    }
    default: return undefined;
  }
}

export const absent = ({ target }: Call): ActionResult => target === undefined ? refused('name a service or one of its hosts') : refused('there is no {target}', { target });

export function onHost(verb: (host: Host, call: Call) => ActionResult): Verb {
  return (call) => {
    const host = hostFor(call);
    return host === undefined ? absent(call) : verb(host, call);
  };
}

export const isPlane = (target: string | undefined): boolean => target === 'p1' || target === 'control-plane';

/** A ztunnel or the waypoint; sidecars are named by their hosts. */
export const ambientProxy = ({ state, target }: Call): Proxy | undefined => (state.config.mode === 'ambient' ? state.proxies.get(target ?? '') : undefined);
