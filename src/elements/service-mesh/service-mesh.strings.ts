/** What services and proxies are called: words that the first picture needs, English. */
import type { ServiceMeshState } from '../../models/service-mesh/state.ts';
import type { Moment } from '../base/concept.ts';

export const serviceMeshStrings = {
  'role.service': 'Service', 'role.sidecar': 'Sidecar', 'role.ejected': 'Ejected', 'role.control-plane': 'Control plane', 'role.crashed': 'Crashed', 'role.frozen': 'Frozen',
  'service-mesh.title': 'Service mesh', 'service-mesh.subtitle': '{mtls} · {split}',
  'service-mesh.mtls.strict': 'strict mTLS', 'service-mesh.mtls.permissive': 'permissive mTLS', 'service-mesh.mtls.off': 'no mTLS', 'service-mesh.canary': 'canary {weights}', 'service-mesh.one-version': 'all to {version}', 'service-mesh.ambient': 'ambient',
  'service-mesh.config': 'config {version}', 'service-mesh.percent': '{percent}%', 'service-mesh.seconds': '{seconds} s', 'service-mesh.retry': '{status} → retry', 'service-mesh.circuit.open': 'circuit open', 'service-mesh.circuit.half-open': 'half-open',
  'service-mesh.requests': 'requests', 'service-mesh.outside': 'no certificate', 'service-mesh.outsider': 'Outside', 'service-mesh.waypoint': 'Waypoint', 'service-mesh.machine': 'machine {number}', 'service-mesh.lost': 'lost',
  'service-mesh.state.ok': 'In service', 'service-mesh.state.failing': 'Failing', 'service-mesh.state.slow': 'Slow', 'service-mesh.state.ejected': 'Ejected', 'service-mesh.state.crashed': 'Crashed', 'service-mesh.state.frozen': 'Frozen', 'service-mesh.state.expired': 'Certificate expired', 'service-mesh.state.expired-short': 'Expired', 'service-mesh.state.down': 'Not ready',
  'service-mesh.times': '×{factor}', 'service-mesh.spoken': '{state}, configuration {version}, {busy} {busy|request|requests}', 'service-mesh.spoken-plane': 'configuration {version}, taken by {done} of {all} proxies', 'service-mesh.spoken-proxy': 'configuration {version}',
  'service-mesh.kind.hello': 'Handshake', 'service-mesh.kind.welcome': 'Answer to a handshake', 'service-mesh.kind.call': 'Call', 'service-mesh.kind.attempt': 'Call', 'service-mesh.kind.answer': 'Response', 'service-mesh.kind.reply': 'Response',
  'service-mesh.kind.push': 'Configuration', 'service-mesh.kind.ack': 'Answer to a configuration', 'service-mesh.kind.csr': 'Request for a certificate', 'service-mesh.kind.cert': 'Certificate', 'service-mesh.message': '{kind} from {from} to {to}', 'service-mesh.handshake': 'handshake',
} as const satisfies { readonly [key: string]: string };

/** How connections are secured, and how traffic is split. */
export function subtitle({ state, text }: Pick<Moment<ServiceMeshState>, 'state' | 'text'>): string {
  const { mtls, split } = state.plane.policy;
  const some = split.filter(({ weight }) => weight > 0);
  const words = some.length === 1 ? text('service-mesh.one-version', { version: some[0]!.version }) : text('service-mesh.canary', { weights: split.map(({ weight }) => String(weight)).join(' / ') });
  const all = text('service-mesh.subtitle', { mtls: text(`service-mesh.mtls.${mtls}`), split: words });
  return state.config.mode === 'ambient' ? `${text('service-mesh.ambient')} · ${all}` : all;
}
