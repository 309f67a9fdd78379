/** Spanish of presenter mode. */
import type { PresenterWords } from '../words.ts';

export const strings: PresenterWords = {
  'presenter.present': 'Presentar', 'presenter.leave': 'Salir (Esc)', 'presenter.bar': 'Presentación',
  'presenter.next': 'Nota siguiente', 'presenter.previous': 'Nota anterior', 'presenter.at': '{at} de {count}', 'presenter.begin': 'Av Pág o espacio: nota siguiente. Esc termina.',
  'for="{value}": {why}; ids of diagrams of this page, separated by spaces, are allowed': 'for="{value}": {why}; se admiten ids de diagramas de esta página, separados por espacios',
  'nothing has the id "{id}"': 'nada tiene el id «{id}»', 'no diagram has the id "{id}"': 'ningún diagrama tiene el id «{id}»',
  'there is no diagram with notes to present': 'no hay ningún diagrama con notas que presentar',
};
