/** A mesh with all that a live figure shows: calls, handshakes and configurations under way, and what is tried again. */
import type { Travelling } from '../../models/service-mesh/travelling.ts';
import { retrying, travelling } from '../../models/service-mesh/travelling.ts';
import type { ControlBusSpec } from '../../scene/kits/control-bus.ts';
import { configCard, onBus } from '../../scene/kits/control-bus.ts';
import { retryArc } from '../../scene/kits/mesh-link.ts';
import type { Floor, PacketMark, PacketShape, PictureBuilder, Role } from '../../scene/picture.ts';
import type { Layout } from './layout.ts';
import type { MeshMoment } from './service-mesh.picture.ts';
import { drawStanding } from './service-mesh.picture.ts';

export function drawMesh(moment: MeshMoment, picture: PictureBuilder): void {
  const moving = travelling(moment.state, moment.nowUs);
  const { layout, bus, flow } = drawStanding(moment, picture, moving);
  drawRetries(moment, layout, picture);
  if (flow) return;
  for (const message of moving) drawMoving(moment, layout, bus, message, picture);
  drawLost(moment, layout, picture);
}

/** One arc for each pair, from the host that failed back to the proxy that tries again. */
function drawRetries({ state, text, tall }: MeshMoment, layout: Layout, picture: PictureBuilder): void {
  const seen = new Set<string>();
  for (const { proxy, host, status } of retrying(state)) {
    const id = `retry/${host}-${proxy}`;
    const from = layout.ends.get(host), to = layout.ends.get(proxy);
    if (seen.has(id) || from === undefined || to === undefined) continue;
    retryArc(picture, { id, from, to, label: seen.size > 0 || tall ? '' : text('service-mesh.retry', { status }) });
    seen.add(id);
  }
}

/** Calls are rings in the colour of proxies, responses balls, red where they carry an error; handshakes keys. */
export function looksOf({ kind, status, refused, plain }: Pick<Travelling, 'kind' | 'status' | 'refused' | 'plain'>): { readonly shape: PacketShape; readonly role: Role } {
  const failed = refused || (status !== null && (status === 0 || status >= 500));
  switch (kind) {
    case 'hello': case 'welcome': case 'csr': case 'cert': return { shape: 'key', role: failed ? 'fail' : 'sidecar' };
    case 'call': case 'attempt': return { shape: 'torus', role: plain ? 'warn' : 'sidecar' };
    case 'answer': case 'reply': case 'push': case 'ack': return { shape: 'ball', role: failed ? 'fail' : 'sidecar' };
  }
}

function packetOf({ name, text }: MeshMoment, { ends }: Layout, message: Pick<Travelling, 'id' | 'kind' | 'from' | 'to' | 'status' | 'refused' | 'plain'>, share: number): PacketMark | null {
  const from = ends.get(message.from), to = ends.get(message.to);
  if (from === undefined || to === undefined) return null;
  const { kind } = message;
  const label = message.from === 'o1' ? text('service-mesh.outside') : kind === 'hello' ? text('service-mesh.handshake') : kind === 'answer' && looksOf(message).role === 'fail' && message.status !== 0 ? String(message.status) : null;
  return {
    id: message.id, ...looksOf(message), path: { kind: 'line', from, to }, share, ...(kind === 'answer' || kind === 'reply' ? { scale: 0.8 } : {}), ...(label === null ? {} : { label }),
    spoken: text('service-mesh.message', { kind: text(`service-mesh.kind.${kind}`), from: name(message.from), to: name(message.to) }),
  };
}

/** Between proxies along their link; to and from the control plane on its bus. */
export function drawMoving(moment: MeshMoment, layout: Layout, bus: ControlBusSpec, message: Travelling, picture: PictureBuilder): void {
  const share = Math.min(message.share, message.lostAt ?? 1);
  if (message.from !== 'p1' && message.to !== 'p1') {
    const packet = packetOf(moment, layout, message, share);
    if (packet) picture.packet(packet);
    return;
  }
  const down = message.from === 'p1';
  const end = layout.ends.get(down ? message.to : message.from);
  if (end === undefined) return;
  const at: Floor = onBus(bus, end, down ? share : 1 - share);
  const id = `control/${message.id}`;
  if (message.kind === 'push') configCard(picture, { id, ...at, text: String(message.version ?? '') });
  else if (message.kind === 'ack') picture.solid({ id, shape: 'orb', ...at, y: 0.08, width: 0.22, height: 0.22, role: message.refused ? 'fail' : 'ok' });
  else picture.solid({ id, shape: 'diamond', ...at, y: 0.08, width: 0.34, height: 0.1, role: message.kind === 'cert' ? 'ok' : 'sidecar' });
}

export function drawLost(moment: MeshMoment, layout: Layout, picture: PictureBuilder): void {
  const { state, nowUs, usPerViewingMs, text } = moment;
  for (const { id, message, sentUs, dueUs, lostUs } of state.network.lost) {
    const age = (nowUs - (lostUs ?? nowUs)) / (IMPACT_MS * usPerViewingMs);
    if (age < 0 || age >= 1) continue;
    const share = Math.max(0, Math.min(0.86, ((lostUs ?? nowUs) - sentUs) / Math.max(1, dueUs - sentUs)));
    const packet = packetOf(moment, layout, { id, kind: message.kind, from: message.from, to: message.to, status: null, refused: false, plain: false }, share);
    if (packet) picture.packet({ ...packet, lost: age, label: text('service-mesh.lost') });
  }
}

/** How long the end of a lost message is seen, in ms of viewing. */
const IMPACT_MS = 900;
