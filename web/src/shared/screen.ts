import { ref } from 'vue'

const query = window.matchMedia('(max-width: 767px)')
/** A narrow screen, on which lists are cards. */
export const narrow = ref(query.matches)
query.addEventListener('change', () => (narrow.value = query.matches))
