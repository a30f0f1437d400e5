import { onScopeDispose, ref, watchEffect } from 'vue'

/** What the page in view is about, before the name of the desk in the window's title. */
export const pageTitle = ref('')

export function useTitle(of: () => string) {
  watchEffect(() => (pageTitle.value = of()))
  onScopeDispose(() => (pageTitle.value = ''))
}
