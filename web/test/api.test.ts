import { afterEach, expect, test, vi } from 'vitest'
import { call, events, onTokenNeeded, Problem } from '../src/api'

afterEach(() => vi.unstubAllGlobals())

function answers(...list: Response[]) {
  const fetch = vi.fn(async (_path: string, _options: RequestInit) => list.shift()!)
  vi.stubGlobal('fetch', fetch)
  return fetch
}

async function read(...pieces: string[]) {
  const stream = new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece))
      controller.close()
    },
  })
  const found = []
  for await (const event of events(new Response(stream))) found.push(event)
  return found
}

test('events are read as they come, also where a piece ends within one', async () => {
  const found = await read('event: stage\nda', 'ta: {"stage": "building"}\n\n: at work\n\nevent: reply\ndata: {"a": "é"}\n\n')
  expect(found).toEqual([
    { name: 'stage', data: { stage: 'building' } },
    { name: 'reply', data: { a: 'é' } },
  ])
})

test('a problem is raised with its code and its line', async () => {
  answers(new Response('{"status": 422, "code": "script_error", "detail": "line 3", "line": 3}', { status: 422 }))
  const raised = await call('/drafts', { body: {} }).catch((error: unknown) => error)
  expect(raised).toBeInstanceOf(Problem)
  expect((raised as Problem).body).toMatchObject({ code: 'script_error', line: 3 })
})

test('the token is asked for once and then sent with every request', async () => {
  const fetch = answers(new Response('{}', { status: 401 }), new Response('{}'), new Response('{}'))
  const ask = vi.fn(async () => 'secret')
  onTokenNeeded(ask)
  await call('/models')
  await call('/parts')
  expect(ask).toHaveBeenCalledTimes(1)
  const sent = fetch.mock.calls.map(([, options]) => (options.headers as Record<string, string>).Authorization)
  expect(sent).toEqual([undefined, 'Bearer secret', 'Bearer secret'])
})
