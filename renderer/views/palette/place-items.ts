/** Where the palette leads to: views, steps, documents, releases. */

import type { ReleaseListItem } from '../../../shared/contract/results.ts'
import { reportTitle } from '../../../shared/documents/reports/catalog.ts'
import { REPORT_KINDS } from '../../../shared/documents/reports/kinds.ts'
import type { ReleaseId } from '../../../shared/ids.ts'
import { type UiStore, VIEWS } from '../../state/ui-store.ts'
import type { Deck } from '../../state/use-deck.ts'
import { projectSections } from '../deck/project-sections.ts'
import type { PaletteItem } from './palette-item.ts'

export const viewItems = ({ setState }: UiStore): PaletteItem[] =>
  VIEWS.map((view, index) => ({
    group: 'Views',
    label: view.charAt(0).toUpperCase() + view.slice(1),
    hint: 'view',
    keys: String(index + 1),
    perform: () => setState({ view }),
  }))

export const stepItems = (deck: Deck, { setState }: UiStore): PaletteItem[] =>
  projectSections(deck).flatMap(({ run, views }) =>
    run
      ? views.map((view) => ({
          group: 'Steps' as const,
          label: view.step.title,
          hint: `step ${view.label}, ${run.environment}`,
          perform: () => setState({ view: 'deck', selectedStep: { runId: run.id, stepId: view.step.id } }),
        }))
      : [],
  )

export const documentItems = ({ setState }: UiStore): PaletteItem[] =>
  REPORT_KINDS.map((kind) => ({
    group: 'Documents',
    label: reportTitle(kind),
    hint: 'document',
    perform: () => setState({ view: 'documents', document: kind }),
  }))

/** `shown` is left out: it is where one is. */
export const releaseItems = (
  releases: readonly ReleaseListItem[],
  shown: ReleaseId | undefined,
  open: (release: ReleaseId) => void,
): PaletteItem[] =>
  releases
    .filter(({ release }) => release !== shown)
    .map(({ release, name, version, status, environment }) => ({
      group: 'Releases',
      label: `${name} ${version}`,
      hint: environment ? `${status}, ${environment}` : status,
      perform: () => open(release),
    }))
