import { onScopeDispose, ref } from 'vue'
import { followServer } from '@/entities/clock/now'
import { loadSession } from '@/entities/session/session'

export type Change =
  | { kind: 'case'; number: string }
  | { kind: 'issue'; id: number }
  | { kind: 'presence'; number: string }
  | { kind: 'mention' }
  | { kind: 'again' }
type Listener = (change: Change) => void

/** The stream of changes: `again` is told after a break, when anything may have changed. */
export const connection = ref<'connecting' | 'live' | 'broken'>('connecting')

const kRetry = 5000
const listeners = new Set<Listener>()
let stream: EventSource | undefined
let retry: ReturnType<typeof setTimeout> | undefined
let wasLive = false

function tell(change: Change) {
  for (const listener of listeners) listener(change)
}

export function connect() {
  disconnect()
  stream = new EventSource('/api/v1/events')
  stream.addEventListener('hello', (event) => {
    const again = wasLive
    connection.value = 'live'
    wasLive = true
    followServer((JSON.parse(event.data) as { now: string }).now)
    if (again) tell({ kind: 'again' })
  })
  stream.addEventListener('case', (event) => {
    tell({ kind: 'case', number: (JSON.parse(event.data) as { number: string }).number })
  })
  stream.addEventListener('issue', (event) => {
    tell({ kind: 'issue', id: (JSON.parse(event.data) as { id: number }).id })
  })
  stream.addEventListener('presence', (event) => {
    tell({ kind: 'presence', number: (JSON.parse(event.data) as { number: string }).number })
  })
  stream.addEventListener('mention', () => tell({ kind: 'mention' }))
  stream.onerror = () => {
    connection.value = 'broken'
    // The browser comes back by itself unless the server refused: then we may be signed out, or ask again after a while.
    if (stream?.readyState !== EventSource.CLOSED) return
    retry = setTimeout(connect, kRetry)
    void loadSession().catch(() => {})
  }
}

export function disconnect() {
  clearTimeout(retry)
  stream?.close()
  stream = undefined
  connection.value = 'connecting'
}

/** While the page that calls this is shown. */
export function onChange(listener: Listener) {
  listeners.add(listener)
  onScopeDispose(() => listeners.delete(listener))
}
