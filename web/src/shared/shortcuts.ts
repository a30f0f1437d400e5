import { onScopeDispose, ref } from 'vue'

/** Every shortcut of the desk; the help lists exactly these. `words` are keys under `shortcut.`. */
export const shortcuts = [
  { keys: '?', id: 'help' },
  { keys: '/', id: 'search' },
  { keys: 'j', id: 'next' },
  { keys: 'k', id: 'previous' },
  { keys: 'x', id: 'select' },
  { keys: 'o', id: 'open' },
  { keys: 'r', id: 'reply' },
  { keys: 'n', id: 'note' },
  { keys: 'g i', id: 'go-inbox' },
  { keys: 'g s', id: 'go-sign-off' },
  { keys: 'g t', id: 'go-issues' },
  { keys: 'g w', id: 'go-watches' },
  { keys: 'g d', id: 'go-directives' },
  { keys: 'g u', id: 'go-duty' },
  { keys: 'g m', id: 'go-templates' },
  { keys: 'g p', id: 'go-people' },
  { keys: 'g a', id: 'go-accountability' },
  { keys: 'g o', id: 'go-sources' },
  { keys: 'g c', id: 'go-accounts' },
  { keys: 'g b', id: 'go-rulebooks' },
  { keys: 'g l', id: 'go-audit' },
  { keys: 'g r', id: 'go-register' },
  { keys: 'Ctrl+K', id: 'palette' },
  { keys: 'Ctrl+Enter', id: 'send' },
  { keys: 'Esc', id: 'close' },
] as const

export type ShortcutId = (typeof shortcuts)[number]['id']
/** Sending and closing belong to the field or dialog they are pressed in. */
export type Handled = Exclude<ShortcutId, 'send' | 'close'>

const kKey = 'hearback:shortcuts'
const kSequence = 1200
export const enabled = ref(localStorage.getItem(kKey) !== 'off')

export function enableShortcuts(on: boolean) {
  enabled.value = on
  localStorage.setItem(kKey, on ? 'on' : 'off')
}

const handlers = new Map<Handled, () => void>()
let first = ''
let firstAt = 0

/** What can be done on the page as it stands, in the order of the help. */
export const available = () => shortcuts.filter((s) => handlers.has(s.id as Handled))

export function perform(id: Handled) {
  handlers.get(id)?.()
}

/** Ctrl+K or ⌘K: not a single key, so it works while typing and when single keys are off; not above a dialog. */
function isPalette(event: KeyboardEvent): boolean {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return false
  if (event.isComposing || event.key.toLowerCase() !== 'k') return false
  return !(event.target instanceof HTMLElement && event.target.closest('dialog'))
}

/** Whether a key pressed there is typing, not a shortcut. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return true
  const target = event.target
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable ||
    target.closest('input:not([type=checkbox], [type=radio]), textarea, select, dialog') !== null
  )
}

export function onKey(event: KeyboardEvent, at = Date.now()) {
  if (isPalette(event) && handlers.has('palette')) {
    event.preventDefault()
    perform('palette')
    return
  }
  if (!enabled.value || isTyping(event)) return
  const sequence = at - firstAt < kSequence ? `${first} ${event.key}` : ''
  const found = shortcuts.find((s) => s.keys === sequence) ?? shortcuts.find((s) => s.keys === event.key)
  first = found ? '' : event.key
  firstAt = at
  const handler = found && handlers.get(found.id as Handled)
  if (!handler) return
  event.preventDefault()
  handler()
}

/** What the shortcuts do while the caller's component stands. */
export function useShortcuts(mine: Partial<Record<Handled, () => void>>) {
  const added = Object.entries(mine) as [Handled, () => void][]
  for (const [id, handler] of added) handlers.set(id, handler)
  onScopeDispose(() => {
    for (const [id, handler] of added) if (handlers.get(id) === handler) handlers.delete(id)
  })
}
