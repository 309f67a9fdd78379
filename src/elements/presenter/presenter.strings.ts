/** English words of presenter mode. */
export const presenterWords = {
  'presenter.present': 'Present', 'presenter.leave': 'Leave (Esc)', 'presenter.bar': 'Presentation',
  'presenter.next': 'Next note', 'presenter.previous': 'Previous note', 'presenter.at': '{at} of {count}', 'presenter.begin': 'Page Down or Space: next note. Esc leaves.',
} as const satisfies { readonly [key: string]: string };

/** What an author is told, in English, which is its own key. */
export type PresenterAdvice =
  | 'for="{value}": {why}; ids of diagrams of this page, separated by spaces, are allowed'
  | 'nothing has the id "{id}"' | 'no diagram has the id "{id}"' | 'there is no diagram with notes to present';
