import { useI18n } from 'vue-i18n'
import { ApiError } from './client'

type Translate = (key: string, named: Record<string, unknown>) => string
type Knows = (key: string) => boolean

/** The sentence for what went wrong: by its code, else by the part before the dot, else one that only quotes the code. */
export function sentenceOf(error: unknown, t: Translate, knows: Knows): string {
  const { code, detail } = error instanceof ApiError ? error : { code: 'client.broken', detail: '' }
  const exact = `problem.${code}`
  if (knows(exact)) return t(exact, { detail })
  return t('problem.other', { code: detail ? `${code} · ${detail}` : code })
}

export function useSentence() {
  const { t, te } = useI18n()
  return (error: unknown) => sentenceOf(error, t, (key) => te(key) || te(key, 'zh-CN'))
}

/** Somebody saved in between. */
export function isConflict(error: unknown) {
  return error instanceof ApiError && error.status === 412
}

/** The record is not there any more, or not for us. */
export function isGone(error: unknown) {
  return error instanceof ApiError && (error.status === 403 || error.status === 404)
}
