/** German of presenter mode. */
import type { PresenterWords } from '../words.ts';

export const strings: PresenterWords = {
  'presenter.present': 'Vorführen', 'presenter.leave': 'Beenden (Esc)', 'presenter.bar': 'Vorführung',
  'presenter.next': 'Nächste Notiz', 'presenter.previous': 'Vorige Notiz', 'presenter.at': '{at} von {count}', 'presenter.begin': 'Bild ab oder Leertaste: nächste Notiz. Esc beendet.',
  'for="{value}": {why}; ids of diagrams of this page, separated by spaces, are allowed': 'for="{value}": {why}; erlaubt sind ids von Diagrammen dieser Seite, durch Leerzeichen getrennt',
  'nothing has the id "{id}"': 'nichts hat die id „{id}“', 'no diagram has the id "{id}"': 'kein Diagramm hat die id „{id}“',
  'there is no diagram with notes to present': 'es gibt kein Diagramm mit Notizen, das vorgeführt werden könnte',
};
