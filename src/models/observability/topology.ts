/** Who calls whom: a tree of services, told by the number of each one's caller. The first is the way in and has none. */

/** Callers by number less 1; 0: nobody. A caller has a lower number than those that it calls. */
export type Callers = readonly number[];

/** Of 5 services the first calls 2 and 3, 2 calls 4, 4 calls 5. */
const usual: Callers = [0, 1, 1, 2, 4, 3, 6, 2, 3, 4, 6, 8];

/** The tree of so many services, at most 12. */
export const callersOf = (services: number): Callers => usual.slice(0, services);

export const callerOf = (number: number, callers: Callers): number => callers[number - 1] ?? 1;

/** Numbers of the services that one calls. */
export function calleesOf(number: number, callers: Callers): readonly number[] {
  const callees: number[] = [];
  for (let at = number; at < callers.length; at += 1) if (callers[at] === number) callees.push(at + 1);
  return callees;
}

/** Calls between the way in and a service. */
export const depthOf = (number: number, callers: Callers): number => (number <= 1 ? 0 : 1 + depthOf(callerOf(number, callers), callers));

/** Mean time of a service's own work, in µs: who calls nobody does the most, as databases do. */
export function workUs(number: number, callers: Callers): number {
  if (number === 1) return 4000;
  return callers.includes(number) ? 9000 : 16_000;
}
