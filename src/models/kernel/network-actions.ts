/** What a reader may do to any model's network: cut and heal it, drop a message on its way, or hold it up. */
import type { ActionArguments, ActionResult, World } from './model.ts';
import type { Addressed, NetworkState } from './network-state.ts';
import { cutGroups, cutLink, delayMessage, directions, dropMessage, heal } from './network.ts';
import { done, refused } from './refusal.ts';

/** An action on a model with a network. */
export interface NetworkCall<Message extends Addressed> {
  readonly state: { readonly network: NetworkState<Message> };
  readonly target: string | undefined;
  readonly args: ActionArguments;
  readonly world: World;
}

/** Ids of each side of a cut. */
export type Sides = readonly (readonly string[])[];

const messageOf = ({ target, args }: Pick<NetworkCall<Addressed>, 'target' | 'args'>): string => target ?? String(args['message'] ?? '');

/** The action `drop`; its message is the target or `message`. Tells `fault.drop {message}`. */
export function drop<Message extends Addressed>(call: NetworkCall<Message>): ActionResult {
  const message = messageOf(call);
  const result = dropMessage(call.state.network, message, call.world);
  if (result.ok) call.world.emit('fault.drop', { message });
  return result;
}

/** The action `delay`, by so many ms where `by` does not say; tells `fault.delay {message, by}`. */
export function delayBy(usualMs: number) {
  return <Message extends Addressed>(call: NetworkCall<Message>): ActionResult => {
    const message = messageOf(call);
    const by = Number(call.args['by'] ?? usualMs);
    const result = delayMessage(call.state.network, message, Math.round(by * 1000), call.world);
    if (result.ok) call.world.emit('fault.delay', { message, by });
    return result;
  };
}

/** Most characters of a text of sides that are read. */
const longest = 8000;

/** Sides written as `n1,n2|n3`; nodes left out join the last. Null for fewer than two, a node that is unknown, or one named twice. */
export function sidesFrom(text: string, nodes: readonly string[]): Sides | null {
  const sides = text.slice(0, longest).split('|').map((side) => side.split(/[\s,]+/).filter((id) => id !== '')).filter((side) => side.length > 0);
  const named = new Set(sides.flat());
  if (sides.length < 2 || named.size !== sides.flat().length || ![...named].every((id) => nodes.includes(id))) return null;
  sides.at(-1)!.push(...nodes.filter((id) => !named.has(id)));
  return sides;
}

/** One against all others. */
export const alone = (id: string, nodes: readonly string[]): Sides => [[id], nodes.filter((other) => other !== id)];

/** What `cut` asks of a model. */
export interface Cutting<Call> {
  /** Ids that stand on a side. */
  nodes(call: Call): readonly string[];
  /** The node that the target names, by an id, a name or a role. */
  named(call: Call): string | undefined;
  /** Whether a link may end at an id that stands on no side; default no. */
  isEnd?(id: string, call: Call): boolean;
  /** Sides where nothing is named; without it the action is refused then. */
  usual?(call: Call): Sides;
  /** In place of cutting between these sides and telling `fault.cut {groups}`. */
  between?(call: Call, sides: Sides): void;
}

/** Cuts between sides, and tells so. */
export function cutInto<Message extends Addressed>({ state, world }: NetworkCall<Message>, sides: Sides): void {
  cutGroups(state.network, sides, world);
  world.emit('fault.cut', { groups: sides.map((side) => side.join()).join('|') });
}

/**
 * The action `cut`: groups (`n1,n2|n3`), a link (`n1-n2` both ways, `n1>n2` one way), or one node from all others. Tells
 * `fault.cut {link}` or `{groups}`.
 */
export function cutter<Call extends NetworkCall<Addressed>>({ nodes, named, isEnd, usual, between = cutInto }: Cutting<Call>): (call: Call) => ActionResult {
  return (call) => {
    const { state, target, args, world } = call;
    const all = nodes(call);
    const ways = target === undefined ? [] : directions(target);
    const text = args['groups'] ?? (target?.includes('|') === true ? target : undefined);
    if (text === undefined && ways.length > 0) {
      if (!ways.every((way) => way.split('>').every((id) => all.includes(id) || isEnd?.(id, call) === true))) return refused('there is no link {target}', { target: target! });
      cutLink(state.network, target!, world);
      world.emit('fault.cut', { link: target! });
      return done;
    }
    const one = text === undefined && target !== undefined ? named(call) : undefined;
    if (text === undefined && target !== undefined && (one === undefined || !all.includes(one))) return refused('there is no node or link {target}', { target: target.slice(0, 40) });
    if (text === undefined && target === undefined && usual === undefined) return refused('name a link, or groups');
    const sides = text !== undefined ? sidesFrom(String(text), all) : one !== undefined ? alone(one, all) : usual!(call);
    if (sides === null || sides.length < 2 || sides.some((side) => side.length === 0)) return refused('a cut needs two sides with nodes on each, and every node once');
    between(call, sides);
    return done;
  };
}

/** The action `heal`: one link, or everything. Tells `fault.heal {link?}`. */
export function healCut<Message extends Addressed>({ state: { network }, target, world }: NetworkCall<Message>): ActionResult {
  if (network.groups === null && network.cutLinks.size === 0) return refused('nothing is cut');
  if (target !== undefined && !directions(target).some((way) => network.cutLinks.has(way))) return refused('{target} is not cut', { target: target.slice(0, 40) });
  heal(network, target ?? null, world);
  world.emit('fault.heal', target === undefined ? {} : { link: target });
  return done;
}
