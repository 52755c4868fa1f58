/** What a person can do: ask, change, make, keep, delete; each sends a request and puts the answer into the state. */
import { call, events, isAbort, json, Problem } from './api'
import { Drafts } from './drafts'
import { readGlb } from './glb'
import { PLAIN_LOOK, set, state, type Turn } from './store'
import { T } from './text'
import type { Json, Model, Phrase, Reply, Size, Stored } from './types'

const FINE_AFTER_MS = 250

let fineTimer = 0
let loads = 0

const drafts = new Drafts(
  (glb) => set({ shape: readGlb(glb), isDraft: true, draftProblem: '', draftRefused: false, picks: [], scriptLine: 0 }),
  (error) =>
    set({ draftProblem: messageOf(error), draftRefused: error instanceof Problem, scriptLine: lineOf(error) }),
  undefined,
  (drafting) => set({ drafting }),
)

export function messageOf(error: unknown): string {
  if (error instanceof Problem) {
    const lines = [error.message]
    for (const { path, message } of error.body.problems ?? [])
      if (!lines.some((line) => line.includes(message))) lines.push(`${path}: ${message}`)
    return [...lines, error.body.hint].filter(Boolean).join('\n')
  }
  return error instanceof TypeError ? T.unreachable : String(error instanceof Error ? error.message : error)
}

function lineOf(error: unknown): number {
  return error instanceof Problem ? (error.body.line ?? 0) : 0
}

/** Send words, or a design, edits or an undo, into the conversation, and show what comes back. */
export async function say(words: string, instead: Json = {}, shown: string | null = words): Promise<void> {
  if (state.busy) return
  const abort = new AbortController()
  const turn: Turn = { who: 'you', text: shown ?? '' }
  set({ turns: shown === null ? state.turns : [...state.turns, turn], busy: { stage: 'sent', abort }, notice: '' })
  try {
    if (words) await speakOfShown(abort)
    const message = Object.keys(instead).length ? instead : { message: words }
    const known = state.session
    let reply = await converse(message, abort)
    if (known && reply.begun && !reply.model && state.model?.design) {
      set({ spokenOf: '' }) // the server has forgotten the conversation: the words were read without the model
      await speakOfShown(abort)
      reply = await converse(message, abort)
    }
    take(reply)
  } catch (error) {
    add({ who: 'mayfly', text: isAbort(error) ? T.cancelled : messageOf(error), failed: true })
  } finally {
    set({ busy: null })
  }
  if (words) await showReading(turn) // not before: the server reads the words once already
}

async function converse(message: Json, abort: AbortController): Promise<Reply> {
  const body = state.session ? { ...message, session: state.session } : message
  const answer = await call('/conversation', { body, signal: abort.signal, accept: 'text/event-stream' })
  for await (const { name, data } of events(answer)) {
    if (name === 'stage') set({ busy: { stage: (data as { stage: string }).stage, abort } })
    else if (name === 'problem') throw new Problem(data as Problem['body'])
    else if (name === 'reply') return data as Reply
  }
  throw new TypeError('the stream ended')
}

/** Make the conversation speak of the model that is shown, where that was opened from elsewhere or is a script's. */
async function speakOfShown(abort: AbortController): Promise<void> {
  const { model, spokenOf } = state
  if (!model || model.url === spokenOf) return
  set({ session: null })
  if (!model.design) return
  const { session, model: same } = await converse({ design: model.design }, abort)
  set({ session, spokenOf: same?.url ?? '' })
}

/** Show what each phrase was read as, as soon as that is known; without it the words stay as they are. */
async function showReading(turn: Turn): Promise<void> {
  try {
    const { phrases } = await json<{ phrases: Phrase[] }>('/reading', { body: { request: turn.text } })
    if (!phrases.some((one) => one.kind === 'part')) return // a change of the last model, which is read on top of it
    turn.phrases = phrases
    set({})
  } catch {
    return
  }
}

function take(reply: Reply): void {
  const failed = reply.status === 'failed'
  const asks = reply.status === 'needs_clarification'
  const turn: Turn = { who: 'mayfly', text: reply.answer, options: reply.options, failed, asks }
  set({ session: reply.session, spokenOf: reply.model?.url ?? state.spokenOf })
  add(reply.model ? { ...turn, model: reply.model } : turn)
  if (reply.model) void open(reply.model)
}

function add(turn: Turn): void {
  set({ turns: [...state.turns, turn] })
}

export function cancel(): void {
  state.busy?.abort.abort()
}

/** Show a model: its shape, its sizes and its clock. */
export async function open(model: Model): Promise<void> {
  const load = ++loads
  drafts.stop()
  clearTimeout(fineTimer)
  const sameKind = state.model?.title && model.changes?.length
  set({
    before: state.model && sameKind ? state.model : null,
    model,
    deadline: performance.now() + model.seconds_left * 1000,
    gone: false,
    ghost: null,
    sizes: [],
    values: {},
    draftProblem: '',
    draftRefused: false,
    loading: true,
    script: model.script ?? '',
    scriptLine: 0,
    picks: [],
    pointedAt: [],
    look: sameKind ? state.look : { ...PLAIN_LOOK, perspective: state.look.perspective },
  })
  try {
    await Promise.all([
      loadShape(model).then((shape) => load === loads && set({ shape, isDraft: false })),
      sizesOf(model).then((sizes) => load === loads && set({ sizes })),
    ])
  } catch (error) {
    if (load === loads) failedFor(error)
  } finally {
    if (load === loads) set({ loading: false })
  }
}

/** Open the model that the address names, if it names one: after a reload, or from a link. */
export async function openAddressed(): Promise<void> {
  const id = decodeURIComponent(location.hash.slice(1))
  if (!id) return
  try {
    await open(await json<Model>(`/models/${encodeURIComponent(id)}`))
  } catch (error) {
    set({ notice: messageOf(error) })
  }
}

async function loadShape(model: Stored) {
  return readGlb(await (await call(`${model.url}/view.glb`, { accept: 'model/gltf-binary, */*' })).arrayBuffer())
}

async function sizesOf(model: Model): Promise<Size[]> {
  if (model.design) return (await json<{ sizes: Size[] }>('/design/sizes', { body: { design: model.design } })).sizes
  return parametersAsSizes(model)
}

/** Return the parameters of a model's script, those that are one value, as sizes. */
export function parametersAsSizes(model: Model): Size[] {
  return (model.parameter_details ?? [])
    .filter((one) => !Array.isArray(one.value))
    .map((one) => {
      const unit = one.unit || (Number.isInteger(one.value) && one.low !== null ? 'count' : '')
      const value = one.value as number | string | boolean
      return { ...one, value, unit, path: one.name, owner: '', of: T.script, kind: 'script', derived: false }
    })
}

function failedFor(error: unknown): void {
  if (error instanceof Problem && error.body.status === 410) set({ gone: true })
  else set({ notice: messageOf(error) })
}

/** Return the request that builds the model with the sizes as they are set now. */
export function draftBody(): Json | null {
  const { model, values } = state
  if (!model) return null
  if (model.design) return { design: model.design, edits: editsOf(values) }
  return { script: state.script, parameters: values }
}

export function editsOf(values: Record<string, unknown>): Json[] {
  return Object.entries(values).map(([path, value]) => ({ kind: 'set', path, value }))
}

/** Set a size and draw it: coarsely while it moves, finely when it rests. */
export function move(path: string, value: number | string | boolean): void {
  set({ values: { ...state.values, [path]: value } })
  clearTimeout(fineTimer)
  const body = draftBody()
  if (!body) return
  drafts.want({ body, coarse: true })
  fineTimer = window.setTimeout(() => drafts.want({ body, coarse: false }), FINE_AFTER_MS)
}

/** Go back to the published sizes. */
export function resetSizes(): void {
  if (state.model) void open(state.model)
}

/** Draw a script as it is written now, without publishing it. */
export function tryScript(script: string): void {
  set({ script })
  drafts.want({ body: { script, parameters: {} }, coarse: false })
}

/** Make the model with the sizes as they are set: publish it. */
export async function makeChanged(): Promise<void> {
  const { model, values } = state
  if (!model) return
  const named = Object.entries(values).map(([path, value]) => {
    const size = state.sizes.find((one) => one.path === path)
    return `${size?.of ?? ''} ${size?.name ?? path} ${value}`.trim()
  })
  if (model.design) await say('', { design: model.design, edits: editsOf(values) }, named.join(', '))
  else await make({ script: state.script, parameters: values }, named.join(', '))
}

/** Make a model that is not described in words: a script, a part, a file; it is shown unless another one follows. */
export async function make(body: Json, shown: string, followed = false): Promise<Model | null> {
  if (state.busy) return null
  const abort = new AbortController()
  set({ turns: [...state.turns, { who: 'you', text: shown }], busy: { stage: 'sent', abort }, notice: '' })
  try {
    const answer = await call('/models', { body, signal: abort.signal, accept: 'text/event-stream' })
    for await (const { name, data } of events(answer)) {
      if (name === 'stage') set({ busy: { stage: (data as { stage: string }).stage, abort } })
      else if (name === 'problem') throw new Problem(data as Problem['body'])
      else if (name === 'model') {
        const model = data as Model
        if (followed) return model
        add({ who: 'mayfly', text: model.text ?? model.name, model })
        void open(model)
        return model
      }
    }
  } catch (error) {
    set({ scriptLine: lineOf(error) })
    add({ who: 'mayfly', text: isAbort(error) ? T.cancelled : messageOf(error), failed: true })
  } finally {
    set({ busy: null })
  }
  return null
}

/** Make a model of the catalogue, as part of the conversation. */
export async function makePart(part: string): Promise<void> {
  set({ dialog: null })
  await say('', { design: { bodies: [{ name: part.replaceAll('_', ' '), base: { kind: 'part', part } }] } }, part.replaceAll('_', ' '))
}

/** Make the model again that has gone. */
export async function makeAgain(): Promise<void> {
  const { model } = state
  if (!model) return
  if (model.design) await say('', { design: model.design }, T.makeAgain)
  else await make({ script: model.script ?? '', parameters: model.parameters ?? {} }, T.makeAgain)
}

/** Show the model before the last change over the present one, or hide it. */
export async function toggleGhost(): Promise<void> {
  if (state.ghost || !state.before) return set({ ghost: null })
  try {
    set({ ghost: await loadShape(state.before) })
  } catch (error) {
    set({ notice: error instanceof Problem && error.body.status === 410 ? T.beforeGone : messageOf(error) })
  }
}

/** Keep the model longer. */
export async function keep(url: string, minutes = 30): Promise<void> {
  const kept = await json<Stored>(`${url}/keep`, { body: { minutes } })
  if (state.model?.url === url)
    set({ model: { ...state.model, ...kept }, deadline: performance.now() + kept.seconds_left * 1000 })
}

export async function remove(url: string): Promise<void> {
  await call(url, { method: 'DELETE' })
  if (state.model?.url === url) set({ gone: true })
}

/** Ask whether the model is still there: somebody else may have deleted or kept it. */
export async function look(): Promise<void> {
  const { model, gone } = state
  if (!model || gone || state.busy) return
  try {
    const now = await json<Stored>(model.url)
    if (state.model?.url === model.url) set({ deadline: performance.now() + now.seconds_left * 1000 })
  } catch (error) {
    if (error instanceof Problem && [404, 410].includes(error.body.status) && state.model?.url === model.url)
      set({ gone: true })
  }
}

/** Run something that a person asked for, and show what went wrong. */
export function attempt(work: Promise<unknown>): void {
  work.catch((error: unknown) => set({ notice: messageOf(error) }))
}
