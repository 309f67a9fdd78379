/** Why a model refuses what is asked of it: an English sentence that is the key of its translations. */
import type { ActionResult } from './model.ts';

/** Reasons that several models give. */
export type SharedReason =
  | 'a cut needs two sides with nodes on each, and every node once'
  | 'a delay is longer than 0'
  | 'by is a number of milliseconds, at most a day'
  | 'everything is well'
  | 'factor is a number above 0, at most 1000'
  | 'message {id} is going to be lost'
  | 'name a link, or groups'
  | 'name a node'
  | 'name a server'
  | 'no message {id} is in flight'
  | 'no node is down'
  | 'no server is down'
  | 'no setting {name} can be changed'
  | 'nothing is cut'
  | 'there is no link {target}'
  | 'there is no node or link {target}'
  | 'there is no node {target}'
  | 'there is no server {target}'
  | 'there is no {target}'
  | '{id} is down'
  | '{id} is down already'
  | '{id} is frozen'
  | '{id} is frozen already'
  | '{id} is not down'
  | '{id} is not frozen'
  | '{id} is well'
  | '{target} is not cut';

/** Says why, with values for the places of the reason. */
export type Refuse<Own extends string = never> = (reason: SharedReason | Own, values?: { readonly [place: string]: string | number }) => ActionResult;

/** For models to narrow to the reasons that they give: `export const refused: Refuse<RaftReason> = refuse`. */
export const refuse = (template: string, values: { readonly [place: string]: string | number } = {}): ActionResult => ({
  ok: false, reason: template.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place)), template, values,
});

export const refused: Refuse = refuse;
export const done: ActionResult = { ok: true };
