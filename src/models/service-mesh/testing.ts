/** For tests: a mesh by its settings, and the scenarios as timelines. */
import type { Plain } from '../kernel/model.ts';
import { Timeline } from '../kernel/timeline.ts';
import { serviceMeshConfig } from './config.ts';
import type { ServiceMeshSettings } from './config.ts';
import { serviceMesh } from './model.ts';
import { serviceMeshScenarios } from './scenarios.ts';
import type { ServiceMeshScenario } from './scenarios.ts';
import type { ServiceMeshConfig, ServiceMeshState } from './state.ts';

export type Mesh = Timeline<ServiceMeshConfig, ServiceMeshState>;

/** A mesh with these settings, whose live ones can be set as pages set them. */
export function meshOf(settings: ServiceMeshSettings = {}, seed = 1, actions: ServiceMeshScenario['actions'] = []): Mesh {
  const origin = new WeakMap<ServiceMeshConfig, ServiceMeshSettings>();
  const configure = (values: ServiceMeshSettings): ServiceMeshConfig => {
    const config = serviceMeshConfig(values);
    origin.set(config, values);
    return config;
  };
  return new Timeline({
    model: serviceMesh(), config: configure(settings), seed,
    commands: actions.map(({ timeMs, ...action }) => ({ ...action, timeUs: timeMs * 1000, by: 'scenario' as const })),
    reconfigure: (config, name, value: Plain | undefined) => configure({ ...origin.get(config), [name]: value as string | number | boolean }),
  });
}

export function scenarioMesh(name: string): Mesh {
  const scenario = serviceMeshScenarios.get(name);
  if (scenario === undefined) throw new RangeError(`no scenario ${name}`);
  return meshOf((scenario.settings ?? {}) as ServiceMeshSettings, scenario.seed ?? 1, scenario.actions);
}

/** Plays to that moment. */
export function play(mesh: Mesh, ms: number): ServiceMeshState {
  while (mesh.nowUs < ms * 1000) mesh.advance(ms * 1000);
  return mesh.state;
}
