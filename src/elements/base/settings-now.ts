/** What holds at the current time: looks as they are set now, the system as it was set then. */
import type { SettingValues } from './concept.ts';
import type { Settings } from './settings.ts';

/** The same object until one of the two changes. */
export class SettingsNow {
  #values: SettingValues | null = null;
  #then: SettingValues | null = null;
  #merged: SettingValues = {};

  /** @param then - Settings that hold at the current time on the current branch. */
  of({ specs, values }: Settings, then: SettingValues): SettingValues {
    if (this.#values !== values || this.#then !== then) {
      this.#merged = Object.freeze(Object.fromEntries([...specs].map(([name, spec]) => [name, (spec.change === 'view' ? values : then)[name] ?? ''])));
      this.#values = values;
      this.#then = then;
    }
    return this.#merged;
  }
}
