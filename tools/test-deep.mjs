/**
 * `npm run test:deep`: every model under random fault schedules, far more of them than in the gate.
 *
 *     npm run test:deep                                        1,000 seeds × 10,000 events a model
 *     npm run test:deep -- --seeds 1-100000 --events 2500 raft-cluster
 */
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { root } from './browser.mjs';

const swarmOf = (model) => join(root, 'src/models', model, 'swarm.ts');

async function inWorker({ model, from, to, events }) {
  const { runSwarm } = await import(pathToFileURL(swarmOf(model)).href);
  // One seed at a time, so that a failure names its seed and the rest still runs.
  for (let seed = from; seed <= to; seed++) {
    let failure = null;
    try {
      const report = runSwarm({ schedules: 1, firstSeed: seed, events });
      failure = report.failures?.[0]?.message ?? (report.events > 0 ? null : 'nothing was run');
    } catch (error) {
      failure = error.message ?? String(error);
    }
    parentPort.postMessage({ seed, failure });
  }
}

function option(name, fallback) {
  const index = process.argv.indexOf(`--${name}`);
  return index === -1 ? fallback : process.argv[index + 1];
}

async function runModel(model, from, to, events) {
  const started = Date.now();
  const threads = Math.max(1, Math.min(availableParallelism(), to - from + 1));
  const failures = [];
  let done = 0;
  await Promise.all(Array.from({ length: threads }, (_, index) => {
    const share = Math.ceil((to - from + 1) / threads);
    const data = { model, from: from + index * share, to: Math.min(to, from + (index + 1) * share - 1), events };
    return new Promise((resolve, reject) => {
      const worker = new Worker(fileURLToPath(import.meta.url), { workerData: data });
      worker.on('message', ({ seed, failure }) => {
        done += 1;
        if (failure) failures.push({ seed, failure });
      });
      worker.on('error', reject);
      worker.on('exit', resolve);
    });
  }));
  for (const { seed, failure } of failures.slice(0, 10)) console.log(`✗ ${model} seed ${seed}: ${failure}`);
  console.log(`${model}: ${done} seeds × ${events} events in ${((Date.now() - started) / 1000).toFixed(1)} s, ${failures.length} failed`);
  return { passed: done - failures.length, failed: failures.length + (to - from + 1 - done) };
}

if (!isMainThread) {
  await inWorker(workerData);
} else {
  const [from, to = from] = option('seeds', '1-1000').split('-').map(Number);
  const events = Number(option('events', '10000'));
  const values = new Set([option('seeds'), option('events')]);
  const words = process.argv.slice(2).filter((word) => !word.startsWith('--') && !values.has(word));
  const models = readdirSync(join(root, 'src/models')).filter((model) => existsSync(swarmOf(model)) && (words.length === 0 || words.includes(model)));
  if (!Number.isInteger(from) || !Number.isInteger(to) || from > to || !Number.isInteger(events) || models.length === 0) {
    console.error(models.length === 0 ? 'No model of that name has a swarm.' : 'Say --seeds 1-1000 and --events 10000.');
    process.exit(1);
  }
  let passed = 0;
  let failed = 0;
  for (const model of models) {
    const result = await runModel(model, from, to, events);
    passed += result.passed;
    failed += result.failed;
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}
