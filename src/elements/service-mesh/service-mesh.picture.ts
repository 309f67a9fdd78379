/** A mesh as marks: services with their proxies, links as wide as their share of the calls, the control plane above, all that is on its way. */
import { isCut } from '../../models/kernel/network-state.ts';
import type { Host, ServiceMeshState } from '../../models/service-mesh/state.ts';
import { isReady } from '../../models/service-mesh/state.ts';
import type { Travelling } from '../../models/service-mesh/travelling.ts';
import type { Way } from '../../models/service-mesh/watching.ts';
import { certificateOf, circuitOf, ejectionOf, failingAt, isFrozen, shareOfCalls, waysOf, wireOf } from '../../models/service-mesh/watching.ts';
import type { ControlBusSpec } from '../../scene/kits/control-bus.ts';
import { controlBus } from '../../scene/kits/control-bus.ts';
import { meshLink } from '../../scene/kits/mesh-link.ts';
import { sidecar, SIDECAR } from '../../scene/kits/sidecar.ts';
import { serviceTray } from '../../scene/kits/tray.ts';
import type { PictureBuilder, Role } from '../../scene/picture.ts';
import type { Moment } from '../base/concept.ts';
import type { Layout } from './layout.ts';
import { layoutOf } from './layout.ts';

export type MeshMoment = Moment<ServiceMeshState>;

/** A hop seen for less than this, in ms, is a flow along its link and not a packet. */
const SEEN_MS = 250;
/** Room for its words on the control plane. */
const PLANE_SCALE = 1.25;

export type Standing = 'ok' | 'failing' | 'slow' | 'ejected' | 'crashed' | 'frozen' | 'expired' | 'down';

/** What ails a host: its process first, then what proxies think of it. */
export function standingOf(state: ServiceMeshState, host: Host, nowUs: number): Standing {
  if (!host.up) return 'crashed';
  if (isFrozen(state, host.id)) return 'frozen';
  if (!isReady(state, host.id)) return 'down';
  if (ejectionOf(state, host.id) !== null) return 'ejected';
  const certificate = certificateOf(state, host.id, nowUs);
  if (state.plane.policy.mtls !== 'off' && (certificate === null || certificate.leftUs <= 0)) return 'expired';
  return host.failing !== null ? 'failing' : host.slow > 1 ? 'slow' : 'ok';
}

/** Plate, services, links and control plane. `moving`: what is on its way; `flow`: too quick to be seen one by one. */
export function drawStanding(moment: MeshMoment, picture: PictureBuilder, moving: readonly Travelling[] = []): { readonly layout: Layout; readonly bus: ControlBusSpec; readonly flow: boolean } {
  const { state, tall } = moment;
  const layout = layoutOf(state, tall);
  picture.plate(layout.plate);
  drawGrounds(moment, layout, picture);
  const bus = busOf(state, layout);
  controlBus(picture, bus);
  const flow = state.config.latencyUs / moment.usPerViewingMs < SEEN_MS;
  if (state.config.mode === 'ambient') drawTunnels(moment, layout, flow, moving, picture);
  else for (const way of waysOf(state)) drawLink(moment, layout, way, flow, moving, picture);
  drawPlane(moment, layout, picture);
  for (const host of state.hosts.values()) drawHost(moment, layout, host, picture);
  return { layout, bus, flow };
}

function drawGrounds({ state, text, tall }: MeshMoment, layout: Layout, picture: PictureBuilder): void {
  for (const [id, box] of layout.trays) {
    const service = state.services.get(id);
    const name = service?.name ?? text('service-mesh.machine', { number: id.slice(1) });
    serviceTray(picture, { id: `ground/${id}`, ...box, name, ...(service ? { nameAt: tall ? { x: -0.5, z: 0.84 } : { x: 0.55, z: 0.84 } } : { nameAt: { x: 0, z: 0.88 } }) });
  }
  if (state.config.mode === 'ambient') return;
  const entry = layout.ends.get(state.services.get('s1')!.hosts[0]!)!;
  const edge = -layout.plate.width / 2 + 0.12;
  picture.paint({ form: 'line', id: 'ingress', tone: 'muted', width: 0.05, arrow: true, points: [{ x: edge, z: entry.z }, { x: entry.x - 0.42, z: entry.z }] });
}

/** In front of the plane; every proxy has a drop. */
function busOf(state: ServiceMeshState, layout: Layout): ControlBusSpec {
  const plane = layout.places.get('p1')!;
  return { id: 'bus', from: { x: plane.x, z: plane.z + 0.4 * PLANE_SCALE }, z: layout.bus, to: [...state.proxies.keys()].map((id) => ({ id, ...layout.ends.get(id)! })) };
}

function drawPlane({ state, name, text, selected, tall }: MeshMoment, layout: Layout, picture: PictureBuilder): void {
  const { up, version, answers } = state.plane;
  const { x, z } = layout.places.get('p1')!;
  const done = [...state.proxies.keys()].filter((id) => answers.get(id)?.version === version && answers.get(id)?.ok === true).length;
  picture.node({
    id: 'p1', role: !up ? 'crashed' : state.frozen.has('p1') ? 'frozen' : 'control-plane', x, z, inlay: !up ? '' : tall ? String(version) : text('service-mesh.config', { version }), caption: tall && up ? '' : up ? name('p1') : text('role.crashed'),
    spoken: text('service-mesh.spoken-plane', { version, done, all: state.proxies.size }), ...(up ? { body: 'capsule' as const, scale: PLANE_SCALE } : {}), ...(selected === 'p1' ? { selected: true } : {}),
  });
}

/** `v1` in the tray of its service, else the service's name. */
const inlayOf = ({ state }: MeshMoment, { service, version }: Host): string => (version === '' ? state.services.get(service)!.name : version);

function drawHost(moment: MeshMoment, layout: Layout, host: Host, picture: PictureBuilder): void {
  const { state, nowUs, text, selected, tall } = moment;
  const { id } = host;
  const place = layout.places.get(id)!;
  const standing = standingOf(state, host, nowUs);
  const ejection = ejectionOf(state, id);
  const version = String(state.proxies.get(state.config.mode === 'ambient' ? host.tunnel : id)?.version ?? '–');
  const short = standing === 'ejected' && ejection ? text('service-mesh.seconds', { seconds: secondsOf((ejection.untilUs - nowUs) / 1000) })
    : standing === 'failing' ? String(host.failing!.status) : standing === 'slow' ? text('service-mesh.times', { factor: host.slow }) : '';
  const caption = standing === 'ok' ? '' : text(`service-mesh.state.${standing}`);
  // On phones only badges are shown, and a name does not fit on its ball.
  const named = tall && host.version === '';
  const badge = short !== '' || !tall ? short : standing === 'ok' ? (named ? inlayOf(moment, host) : '') : text(`service-mesh.state.${standing === 'expired' ? 'expired-short' : standing}`);
  const spoken = text('service-mesh.spoken', { state: text(`service-mesh.state.${standing}`), version, busy: host.serving.size + host.queue.length });
  const shared = { id, ...place, name: named ? '' : inlayOf(moment, host), caption: caption === '' && named ? inlayOf(moment, host) : caption, spoken, ...(badge === '' ? {} : { badge }), ...(selected === id ? { selected: true } : {}) };
  if (standing === 'crashed' || standing === 'frozen' || standing === 'down' || state.config.mode === 'ambient') {
    const role: Role = standing === 'crashed' ? 'crashed' : standing === 'frozen' ? 'frozen' : standing === 'ejected' ? 'ejected' : 'service';
    picture.node({ ...shared, role, x: place.x, z: place.z, inlay: shared.name, ...(standing === 'down' ? { role: 'idle' as const, body: 'orb' as const } : {}) });
    if (state.config.mode === 'sidecar') picture.solid({ id: `${id}/proxy`, shape: 'orb', ...layout.ends.get(id)!, width: SIDECAR.width * place.scale, height: SIDECAR.width * place.scale, role: standing === 'frozen' ? 'sidecar' : 'idle', node: id, opacity: 0.7 });
    return;
  }
  const failed = failingAt(state, id) || standing === 'expired';
  sidecar(picture, { ...shared, version, ...(ejection ? { ejected: { share: (ejection.untilUs - nowUs) / (ejection.untilUs - ejection.sinceUs) } } : {}), ...(failed ? { failed: 1 } : {}) });
}

const secondsOf = (ms: number): number => Math.max(0, Math.round(ms / 100) / 10);

/** A call's way, as wide as its share; dashed where nothing goes. */
function drawLink(moment: MeshMoment, layout: Layout, way: Way, flow: boolean, moving: readonly Travelling[], picture: PictureBuilder): void {
  const { state, text, tall } = moment;
  const { from, to } = way;
  const host = state.hosts.get(to)!;
  const share = shareOfCalls(state, way);
  const circuit = circuitOf(state, from, host.service);
  const cut = isCut(state.network, from, to) || isCut(state.network, to, from);
  const blocked = cut || circuit === 'open' || !host.up || ejectionOf(state, to) !== null;
  const wire = wireOf(state, from, to);
  const percent = host.version === '' || blocked || (share === 0 && way.weight === 0) ? '' : text('service-mesh.percent', { percent: Math.round(share * 100) });
  const hopSeconds = Math.max(1, state.config.latencyUs) / moment.usPerViewingMs / 1000;
  const count = moving.filter((each) => (each.from === from && each.to === to) || (each.from === to && each.to === from)).length;
  const crowded = (layout.places.get(to)?.scale ?? 1) < 0.8 && wire === 'mtls' && !blocked && !tall;
  if (crowded) {
    // No room for padlocks: the two lines say it.
    picture.link({ id: `${from}-${to}`, from: layout.ends.get(from)!, to: layout.ends.get(to)!, state: 'live', role: 'sidecar', trim: 0.3, weight: 0.7, double: 0.09, ...(flow && count > 0 ? { flow: Math.round(count / hopSeconds) } : {}) });
    return;
  }
  meshLink(picture, {
    id: `${from}-${to}`, from: layout.ends.get(from)!, to: layout.ends.get(to)!, state: blocked ? 'blocked' : wire === 'mtls' || wire === 'plain' ? 'live' : 'idle', role: cut || circuit === 'open' ? 'fail' : 'sidecar',
    mtls: !blocked && wire === 'mtls', weight: host.version === '' ? 0.2 : share, label: circuit === 'closed' ? (tall ? '' : percent) : text(`service-mesh.circuit.${circuit}`), ...(flow && count > 0 && !cut ? { flow: Math.round(count / hopSeconds) } : {}),
  });
}

/** Ambient: hosts reach the ztunnel of their machine, ztunnels the waypoint. */
function drawTunnels(moment: MeshMoment, layout: Layout, flow: boolean, moving: readonly Travelling[], picture: PictureBuilder): void {
  const { state, name, text, selected } = moment;
  const hopSeconds = Math.max(1, state.config.latencyUs) / moment.usPerViewingMs / 1000;
  for (const { id, tunnel } of state.hosts.values()) picture.link({ id: `${id}-${tunnel}`, from: layout.places.get(id)!, to: layout.ends.get(id)!, state: state.proxies.get(tunnel)!.up ? 'live' : 'blocked', role: 'service', trim: 0.4, weight: 0.7 });
  for (const { id, up, version } of state.proxies.values()) {
    const { x, z, scale } = layout.places.get(id)!;
    if (id !== 'w1') {
      const hosts = [...state.hosts.values()].filter(({ tunnel }) => tunnel === id).map((host) => host.id);
      const count = moving.filter((each) => hosts.includes(each.from) || hosts.includes(each.to)).length;
      const wires = hosts.flatMap((host) => [wireOf(state, host, 'w1'), wireOf(state, 'w1', host)]);
      const cut = hosts.every((host) => isCut(state.network, host, 'w1'));
      const live = wires.includes('mtls') || wires.includes('plain');
      meshLink(picture, { id: `${id}-w1`, from: layout.ends.get(id)!, to: layout.ends.get('w1')!, state: cut || !up || !state.proxies.get('w1')!.up ? 'blocked' : live ? 'live' : 'idle', role: cut ? 'fail' : 'sidecar', mtls: up && wires.includes('mtls'), weight: 0.3, label: '', ...(flow && count > 0 ? { flow: Math.round(count / hopSeconds) } : {}) });
    }
    picture.node({
      id, role: !up ? 'crashed' : state.frozen.has(id) ? 'frozen' : 'sidecar', x, z, scale: up ? scale : 0.6, inlay: version === null ? '–' : String(version), caption: id === 'w1' || !up ? (up ? text('service-mesh.waypoint') : text('role.crashed')) : name(id),
      spoken: text('service-mesh.spoken-proxy', { version: version ?? '–' }), ...(selected === id ? { selected: true } : {}),
    });
  }
}
