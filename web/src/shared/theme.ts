import { ref } from 'vue'

export type Theme = 'light' | 'dark' | 'system'
const kKey = 'hearback:theme'
const dark = window.matchMedia('(prefers-color-scheme: dark)')

export const theme = ref<Theme>('system')
/** What is on the screen now: charts read their colours again when it changes. */
export const shown = ref<'light' | 'dark'>('light')

function show() {
  shown.value = theme.value === 'system' ? (dark.matches ? 'dark' : 'light') : theme.value
  document.documentElement.dataset.theme = shown.value
}

export function setTheme(to: Theme) {
  theme.value = to
  localStorage.setItem(kKey, to)
  show()
}

export function startTheme() {
  const stored = localStorage.getItem(kKey)
  if (stored === 'light' || stored === 'dark') theme.value = stored
  dark.addEventListener('change', show)
  show()
}
