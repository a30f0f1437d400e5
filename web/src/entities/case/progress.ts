import { useI18n } from 'vue-i18n'
import type { CaseRow } from './api'

/** Where a case stands, in words: what it waits for says more than its state. */
export function useProgress() {
  const { t } = useI18n()
  return (row: Pick<CaseRow, 'state' | 'waits_for'>) =>
    row.waits_for && (row.state !== 'answered' || row.waits_for === 'follow-up')
      ? t(`waits.${row.waits_for}`)
      : t(`state.${row.state}`)
}
