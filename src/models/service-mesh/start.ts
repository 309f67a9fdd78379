/** A mesh as it starts: configured, with certificates of all ages, and nothing on its way. */
import type { World } from '../kernel/model.ts';
import { makeState } from './state.ts';
import type { Identity, ServiceMeshConfig, ServiceMeshState } from './state.ts';

interface Starting {
  readonly state: ServiceMeshState;
  readonly world: World;
}

export function startMesh(config: ServiceMeshConfig, world: World): ServiceMeshState {
  const state = makeState(config);
  const scene: Starting = { state, world };
  const identities = [...state.identities.values()];
  identities.forEach((identity, at) => {
    // Their ages are spread, so that they are not all renewed at once.
    const notBeforeUs = -Math.floor((config.certTtlUs * (identities.length - 1 - at)) / (2 * identities.length));
    identity.certificate = { serial: at + 1, notBeforeUs, notAfterUs: notBeforeUs + config.certTtlUs };
    state.witness.versions.set(identity.id, 1);
    startRenewal(scene, identity);
  });
  for (const proxy of state.proxies.values()) {
    proxy.sweeps = 1;
    if (config.mode === 'sidecar' || proxy.id === 'w1') world.schedule(config.policy.outlierIntervalUs, 'sweep', [proxy.id, 1]);
  }
  startArrivals(scene);
  return state;
}

/** Renews at half of a certificate's life, up to a twentieth of it earlier; an older timer ends. */
export function startRenewal({ world }: Pick<Starting, 'world'>, identity: Identity): void {
  identity.timer += 1;
  const jitter = world.random(`renewal ${identity.id}`).next();
  const { certificate } = identity;
  if (certificate === null || identity.stuck) return;
  const dueUs = certificate.notBeforeUs + Math.floor((certificate.notAfterUs - certificate.notBeforeUs) * (0.5 - 0.05 * jitter));
  world.schedule(Math.max(0, dueUs - world.nowUs), 'renew', [identity.id, identity.timer]);
}

/** Lets requests arrive at the present rate; an older timer ends. */
export function startArrivals({ state, world }: Starting): void {
  state.arrivals += 1;
  const { requestRate } = state.config;
  if (requestRate > 0) world.schedule(Math.max(1, Math.round(world.random('arrivals').exponential(1_000_000 / requestRate))), 'arrival', state.arrivals);
}
