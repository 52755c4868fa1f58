/** Talks to the server: paths under its prefix, the token, problems as errors, streams of events. */

const here = import.meta.url

/** The path under which the server is mounted, without a slash at its end: the page's files lie in PREFIX/assets. */
export const prefix = here.startsWith('http') ? new URL('..', here).pathname.replace(/\/$/, '') : ''

/** What went wrong, as the server's problem details have it. */
export interface ProblemBody {
  status: number
  code: string
  detail: string
  line?: number
  hint?: string
  options?: string[]
  suggestions?: string[]
  problems?: { path: string; message: string }[]
  cause?: string
}

export class Problem extends Error {
  constructor(readonly body: ProblemBody) {
    super(body.detail || body.code)
  }
}

export interface Call {
  method?: string
  body?: unknown
  signal?: AbortSignal
  accept?: string
}

export type Transport = (path: string, options: Call) => Promise<Response>

let token = '' // kept in memory only
let transport: Transport = overHttp
let askToken: () => Promise<string> = () => Promise.reject(new Error('no token'))

/** Set what asks the person for the token when the server wants one. */
export function onTokenNeeded(ask: () => Promise<string>): void {
  askToken = ask
}

/** Set what carries requests: in a notebook they go to the kernel. */
export function carryBy(other: Transport): void {
  transport = other
}

/** Send a request to a path of the server's own; raises a Problem unless the answer is good. */
export async function call(path: string, options: Call = {}): Promise<Response> {
  const answer = await transport(path, options)
  if (answer.ok) return answer
  if (answer.status === 401) {
    token = await askToken()
    return call(path, options)
  }
  throw new Problem(await problemOf(answer))
}

function overHttp(path: string, options: Call): Promise<Response> {
  const headers: Record<string, string> = { Accept: options.accept ?? 'application/json' }
  if (options.body !== undefined) headers['Content-Type'] = 'application/json'
  if (token) headers.Authorization = `Bearer ${token}`
  return fetch(prefix && !path.startsWith(`${prefix}/`) ? prefix + path : path, {
    method: options.method ?? (options.body === undefined ? 'GET' : 'POST'),
    headers,
    body: options.body === undefined ? undefined : JSON.stringify(options.body),
    signal: options.signal,
  })
}

export async function json<T>(path: string, options: Call = {}): Promise<T> {
  return (await call(path, options)).json() as Promise<T>
}

async function problemOf(answer: Response): Promise<ProblemBody> {
  try {
    return (await answer.json()) as ProblemBody
  } catch {
    return { status: answer.status, code: 'no_json', detail: `${answer.status} ${answer.statusText}` }
  }
}

export interface ServerEvent {
  name: string
  data: unknown
}

/** Read server-sent events from an answer; comments are left out. EventSource can send neither token nor body. */
export async function* events(answer: Response): AsyncGenerator<ServerEvent> {
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return
    text += value
    const pieces = text.split('\n\n')
    text = pieces.pop()!
    for (const piece of pieces) {
      const name = /^event: (.*)$/m.exec(piece)?.[1]
      const data = /^data: (.*)$/m.exec(piece)?.[1]
      if (name && data) yield { name, data: JSON.parse(data) }
    }
  }
}

/** Return whether an error only says that a request was given up. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}
