import { readonly, ref } from 'vue'

/** The desk's time, to the second, in milliseconds: the browser's clock put right by what the server says. */
const seconds = ref(Date.now())
export const now = readonly(seconds)

let skew = 0
let timer: ReturnType<typeof setInterval> | undefined

function tick() {
  seconds.value = Math.floor((Date.now() + skew) / 1000) * 1000
}

/** `text`: RFC 3339, as in the header Hearback-Now. Below two seconds it is the network, not a clock. */
export function followServer(text: string) {
  const theirs = Date.parse(text)
  if (Number.isNaN(theirs) || Math.abs(theirs - (Date.now() + skew)) < 2000) return
  skew = theirs - Date.now()
  tick()
}

/** One ticker for every clock on the page. */
export function startTicker() {
  clearInterval(timer)
  timer = setInterval(tick, 1000)
  tick()
}
