import createClient, { type Middleware } from 'openapi-fetch'
import type { components, paths } from './schema'
import { followServer } from '@/entities/clock/now'

export type Schemas = components['schemas']
export type Problem = Schemas['Problem']

/** What the server refused, or that it was not reached (`code` "network"). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail = '',
  ) {
    super(code)
  }
}

// A page that asks by itself keeps no session open: it says when nobody is there.
const kThere = 60_000
let touched = Date.now()
for (const event of ['pointerdown', 'keydown', 'input']) addEventListener(event, () => (touched = Date.now()), true)
/** Whether somebody has touched the page within the last minute. */
export const somebodyThere = () => Date.now() - touched < kThere

let onWorked = () => {}
/** Called whenever the server has taken a request as work, which puts off the end of the session. */
export function whenWorked(then: () => void) {
  onWorked = then
}

let onSignedOut = () => {}
/** Called whenever the server says that it does not know who we are. */
export function whenSignedOut(then: () => void) {
  onSignedOut = then
}

const kNobody = 'Hearback-Nobody-There'
const middleware: Middleware = {
  onRequest({ request }) {
    if (!somebodyThere()) request.headers.set(kNobody, '1')
    if (request.method === 'POST') request.headers.set('Idempotency-Key', crypto.randomUUID())
    return request
  },
  onResponse({ request, response }) {
    if (response.status !== 401 && !request.headers.has(kNobody)) onWorked()
    const now = response.headers.get('Hearback-Now')
    if (now) followServer(now)
  },
}

export const client = createClient<paths>({ baseUrl: '/api/v1', fetch: (request) => fetch(request) })
client.use(middleware)

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** The data of an answer; every other outcome is thrown as an ApiError. */
export async function call<T>(request: Promise<Answer<T>>): Promise<T> {
  return (await callWhole(request)).data as T
}

/** As `call`, with the answer's ETag. */
export async function callTagged<T>(request: Promise<Answer<T>>): Promise<{ data: T; tag: string }> {
  const answer = await callWhole(request)
  return { data: answer.data as T, tag: answer.response.headers.get('ETag') ?? '' }
}

async function callWhole<T>(request: Promise<Answer<T>>): Promise<Answer<T>> {
  let answer: Answer<T>
  try {
    answer = await request
  } catch {
    throw new ApiError(0, 'network')
  }
  if (answer.response.ok) return answer
  const problem = answer.error as Partial<Problem> | undefined
  if (answer.response.status === 401) onSignedOut()
  throw new ApiError(
    answer.response.status,
    problem?.code ?? `http.${answer.response.status}`,
    problem?.detail ?? problem?.title ?? '',
  )
}
