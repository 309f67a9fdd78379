/**
 * Writes `test/vectors/golden/<slug>.json`: the hash of the whole state of each scenario of an element at several times,
 * worked out under Node from its concept alone. A browser must come to the same ones through the element.
 *
 *     node --import ./tools/ts-node-hook.mjs tools/golden-runs.mjs [slug…]
 *
 * Run it after a change of a model or a scenario that is meant; a change that is not shows as a failing test.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { conceptOf, hashesOf, runOf, slugs } from '../test/golden.ts';

const shares = [0, 0.1, 0.25, 0.5, 1];
/** Where nothing ends a run, in s of viewing. */
const viewed = 40;

/** What a reader does on top of a scenario: those of these that the system admits. */
function actsOf(concept, seed, endMs) {
  const run = runOf(concept, { scenario: 'default', seed });
  const ids = concept.nodes(run.timeline.state);
  const half = Math.ceil(ids.length / 2);
  const wanted = [
    { at: 0.15, action: 'crash', target: ids[1] ?? ids[0] },
    { at: 0.3, action: 'cut', args: { groups: `${ids.slice(0, half).join(',')}|${ids.slice(half).join(',')}` } },
    { at: 0.5, action: 'heal' },
    { at: 0.55, action: 'recover', target: ids[1] ?? ids[0] },
    { at: 0.7, action: 'freeze', target: ids[0] },
    { at: 0.8, action: 'thaw', target: ids[0] },
  ];
  return wanted.map(({ at, ...action }) => ({ timeMs: Math.round(at * endMs), ...action })).filter(({ timeMs, ...action }) => {
    run.advance(timeMs, () => false);
    return action.target !== undefined || action.action === 'cut' || action.action === 'heal' ? run.act(action, 'script').ok : false;
  });
}

mkdirSync(new URL('../test/vectors/golden/', import.meta.url), { recursive: true });
const asked = process.argv.slice(2);
for (const slug of asked.length > 0 ? asked : slugs) {
  const concept = await conceptOf(slug);
  const usual = viewed * concept.pace;
  const plans = [...concept.scenarios].map(([scenario, { seed, untilMs }]) => ({ scenario, seed: String(seed ?? 1), acts: [], times: shares.map((share) => Math.round(share * Math.min(usual, untilMs ?? usual))) }));
  const end = Math.min(usual, concept.scenarios.get('default').untilMs ?? usual);
  plans.push({ scenario: 'default', seed: '42', acts: actsOf(concept, '42', end), times: shares.map((share) => Math.round(share * end)) });
  const runs = plans.map((plan) => ({ ...plan, hashes: hashesOf(concept, plan) }));
  writeFileSync(new URL(`../test/vectors/golden/${slug}.json`, import.meta.url), `{ "runs": [\n${runs.map((run) => `  ${JSON.stringify(run)}`).join(',\n')}\n] }\n`);
  console.log(`${slug}: ${runs.length} runs`);
}
