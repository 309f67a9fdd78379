/** Who calls whom: a tree from the names of the services alone. The first is the way in; the rest follow from their places. */

/** Caller of each service by number; of 5 services the first calls 2 and 3, 2 calls 4, 4 calls 5. */
const callers = [0, 0, 1, 1, 2, 4, 3, 6, 2, 3, 4, 6, 8];

export const callerOf = (number: number): number => callers[number] ?? 1;

/** Numbers of the services that one calls, of so many. */
export const calleesOf = (number: number, services: number): readonly number[] =>
  Array.from({ length: services }, (_, at) => at + 1).filter((each) => each > 1 && callerOf(each) === number);

/** Calls between the way in and a service. */
export const depthOf = (number: number): number => (number <= 1 ? 0 : 1 + depthOf(callerOf(number)));

/** Mean time of a service's own work, in µs: who calls nobody does the most, as databases do. */
export function workUs(number: number, services: number): number {
  if (number === 1) return 4000;
  return calleesOf(number, services).length > 0 ? 9000 : 16_000;
}
