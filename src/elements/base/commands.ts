/**
 * The one grammar of commands, after `--` in `command`, in `data-ds-do` and in `do`:
 * `action [target] [name=value …]; …`, with quotes round what holds spaces.
 */
import type { Action, Plain } from '../../models/kernel/model.ts';
import { parseDuration, parseNumber } from './grammar.ts';
import type { Told } from './told.ts';

/** Commands that move the view, never the system. */
export const viewCommands: readonly string[] = ['play', 'pause', 'seek', 'step', 'reset', 'pace'];

const longest = 4096;
const most = 32;

export type CommandsParsed = { readonly ok: true; readonly commands: readonly Action[] } | { readonly ok: false; readonly reason: Told };

/** Arguments that are names or payloads: `key=007` must stay what it is. */
const textual: ReadonlySet<string> = new Set(['key', 'name', 'value', 'command', 'groups', 'from', 'to', 'link', 'message']);
/** Arguments that are simulated time, given as durations, passed on in ms. */
const durations: ReadonlySet<string> = new Set(['by', 'for', 'after', 'time', 'until']);

/** An argument as a model takes it: decimals as numbers, durations in ms, anything else as text. */
export function argumentOf(name: string, text: string): Plain {
  if (textual.has(name)) return text;
  if (durations.has(name)) return parseDuration(text, { min: -Infinity }).value ?? text;
  return parseNumber(text).value ?? text;
}

interface Token {
  readonly text: string;
  /** Position of the first `=` outside quotes; -1 without. */
  readonly equals: number;
}

/** Reads one or several commands. A target is a node or link id, a name, or a role keyword; nothing is resolved here. */
export function parseCommands(text: string): CommandsParsed {
  if (text.length > longest) return { ok: false, reason: `longer than ${longest} characters` };
  const commands: Action[] = [];
  for (const tokens of tokenize(text)) {
    if (tokens === null) return { ok: false, reason: 'a quote is not closed' };
    const [first, ...rest] = tokens;
    if (!first) continue;
    if (commands.length === most) return { ok: false, reason: `more than ${most} commands` };
    const command = commandOf(first, rest);
    if (typeof command === 'string') return { ok: false, reason: command };
    commands.push(command);
  }
  return commands.length ? { ok: true, commands } : { ok: false, reason: 'no action' };
}

function commandOf(first: Token, rest: readonly Token[]): Action | Told {
  const action = first.text.replace(/^--/, '').toLowerCase();
  if (!/^[a-z][a-z-]{0,39}$/.test(action)) return 'the action is not a word';
  const args = new Map<string, Plain>();
  let target: string | undefined;
  for (const { text, equals } of rest) {
    if (equals > 0) {
      const name = camelCase(text.slice(0, equals));
      if (!/^[a-z][a-zA-Z0-9]{0,39}$/.test(name)) return 'the name of an argument is not a word';
      args.set(name, argumentOf(name, text.slice(equals + 1)));
    } else if (target === undefined) target = text;
    else return 'more than one target';
  }
  return { action, ...(target !== undefined && { target }), ...(args.size && { args: namedAsSet(action, Object.fromEntries(args)) }) };
}

/** Who writes markup names a setting as its attribute, `name=partition-at`. */
export function namedAsSet<Arguments extends { readonly [name: string]: Plain | undefined }>(action: string, args: Arguments): Arguments {
  const { name } = args;
  return action === 'set' && typeof name === 'string' ? { ...args, name: camelCase(name) } : args;
}

/** `load-factor` → `loadFactor`. */
export function camelCase(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Tokens of each command; null where a quote stays open. */
function* tokenize(text: string): Generator<Token[] | null> {
  let tokens: Token[] = [];
  let token = '';
  let equals = -1;
  let started = false;
  let quote = '';
  const end = () => {
    if (started) tokens.push({ text: token, equals });
    token = '';
    equals = -1;
    started = false;
  };
  for (const character of text) {
    if (quote) {
      if (character === quote) quote = '';
      else token += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      started = true;
    } else if (character === ';') {
      end();
      yield tokens;
      tokens = [];
    } else if (/\s/.test(character)) end();
    else {
      if (character === '=' && equals < 0) equals = token.length;
      token += character;
      started = true;
    }
  }
  if (quote) {
    yield null;
    return;
  }
  end();
  yield tokens;
}
