/** What an author is told about input that cannot be used and surroundings that failed: English, and the keys of translations. */
import { fill } from './strings.ts';
import type { Phrase, PhraseValues } from './strings.ts';

export type Told =
  | '{attribute}="{value}" is not {allowed}; {used} is used'
  | '{attribute}="{value}": {why}; {used} is used'
  | '{attribute}="{value}": {why}; it runs alone'
  | 'data-ds-for="{value}": no figure of the page has this id; the step moves nothing'
  | '{attribute}="{value}": {why}; the run of the attributes is shown'
  | 'command="{value}": {why}'
  | 'view="3d" is not possible here: {why}; the flat picture is shown'
  | 'The saved run in the address cannot be read: {why}; the usual one is shown'
  | 'This run was saved by version {saved}; version {version} replays it, and it may differ'
  | 'The controls could not be loaded: {why}'
  | 'The words for lang="{value}" could not be loaded: {why}'
  | 'The model stopped: {why} ({where}, scenario {scenario})'
  | 'none'
  // What may be written.
  | 'a whole number{range}' | 'a number{range}' | 'a share{range} or a percentage' | 'a duration such as 150ms or 2s{range}'
  | 'a duration such as 150ms or 2s{range}, or never' | 'two durations, low then high{range}' | 'a list of {words}'
  | 'known here: there is nothing to choose from' | 'a list of numbers{range}' | 'a list of at most {most} items'
  | 'lists of nodes with | between the sides' | 'one of {words}' | 'at most {most} characters' | 'present or absent'
  | ' from {low} to {high}' | ' of at least {low}' | ' of at most {high}' | ''
  // Commands and children.
  | 'longer than 4096 characters' | 'a quote is not closed' | 'more than 32 commands' | 'no action' | 'the action is not a word'
  | 'the name of an argument is not a word' | 'more than one target' | 'seek needs a time such as 2s' | 'step needs a whole number'
  | 'more than 256 timed children; the rest are left out' | '{child} is a child and a reading step at once; it is left out'
  | '{child} time="{value}" is not a duration such as 2s; it is left out' | '{child} do="{value}": {why}; it is left out'
  | 'no live setting "{name}"' | '{name} must be {allowed}'
  // Other figures and files.
  | 'no figure has this id; the id of another figure of the page is allowed' | 'the figures would follow each other; one of them must run by itself'
  | 'not an address' | 'only http and https are read' | 'the server answers {status}' | 'larger than 8 MB' | 'nested deeper than 16' | 'not JSON'
  | 'not a ds-snapshot' | 'a snapshot without config or actions' | 'a snapshot without time or hash' | 'an action of the snapshot is not an object'
  | 'a snapshot of a time that no run reaches' | 'a snapshot of the unknown scenario {value}'
  | 'This run is not quite the one that was saved: something in it could not be used'
  | 'it is cut off or damaged' | 'an action of the snapshot has no name or time' | 'a snapshot has at most 64 KB' | 'a snapshot that is not JSON' | 'a snapshot of {other}, not of {tag}';

export const told = (template: Told, values?: PhraseValues): Phrase => ({ template, ...(values && { values }) });

/** A phrase in English. */
export function inEnglish({ template, values }: Phrase): string {
  return values ? fill(template, values, (value) => (typeof value === 'object' ? inEnglish(value) : String(value))) : template;
}

/** One after the other. */
export const inARow = (phrases: readonly Phrase[]): Phrase => ({ template: phrases.map((_, n) => `{${n}}`).join('. '), values: Object.fromEntries(phrases.map((phrase, n) => [String(n), phrase])) });

/** An error whose message is a phrase. */
export class ToldError extends TypeError {
  readonly phrase: Phrase;
  constructor(template: Told, values?: PhraseValues) {
    const phrase = told(template, values);
    super(inEnglish(phrase));
    this.phrase = phrase;
  }
}

/** What an error says; words of the browser stay as they are. */
export function whyOf(error: unknown): Phrase {
  return error instanceof ToldError ? error.phrase : { template: error instanceof Error ? error.message : String(error) };
}
