/** The view of the model with its tools: sides, section, bodies, and what was picked. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { attempt, messageOf, say, toggleGhost } from './actions'
import { call, isAbort, json } from './api'
import { Bodies } from './bodies'
import { Gone } from './clock'
import { boxOf, type Face } from './glb'
import { between, describe, mm, number, pickText, type Pick } from './measure'
import { set, setLook, state, useStore, type Axis } from './store'
import { T } from './text'
import type * as ThreeView from './three-view'
import { VIEWS, type ViewName } from './views'

const NAMES = Object.keys(VIEWS) as ViewName[]
const TURN = Math.PI / 24
const CLICK_PX = 5

/**
 * The view with its tools.
 *
 * @param alone - There is no conversation beside it: nothing can be asked of what is picked, and nothing was before.
 */
export function Viewer({ alone = false }: { alone?: boolean }) {
  const { model, shape, ghost, look, dark, picks, pointedAt, noWebGl, loading, drafting } = useStore()
  const canvas = useRef<HTMLCanvasElement>(null)
  const view = useRef<Drawn | null>(null)
  const [ready, setReady] = useState(false)
  useEffect(() => {
    let gone = false
    const begin = (tools: typeof ThreeView) => {
      if (gone) return
      try {
        view.current = { ...tools, view: new tools.View(canvas.current!) }
        setReady(true)
      } catch {
        set({ noWebGl: true })
      }
    }
    attempt(import('./three-view').then(begin))
    return () => {
      gone = true
      view.current?.view.dispose()
    }
  }, [])
  useEffect(() => view.current?.view.setTheme(dark), [dark, ready])
  // At once, before the frame that the page draws next: the picture follows a slider.
  useLayoutEffect(() => {
    if (!view.current) return
    if (shape) view.current.view.show(shape, look)
    view.current.mark(view.current.view, state.picks)
    view.current.view.drawNow()
  }, [shape, look, ready])
  useEffect(() => view.current?.view.showGhost(ghost), [ghost, ready])
  useEffect(() => {
    const isRound = (face: Face) => pointedAt.some((diameter) => Math.abs((face.diameter ?? -1) - diameter) < 1e-4)
    view.current?.mark(view.current.view, picks, pointedAt.length ? isRound : undefined)
  }, [picks, pointedAt, ready])
  return (
    <section class="viewer" aria-label={T.view}>
      <div class="canvas">
        {noWebGl ? <Drawing /> : <canvas ref={canvas} tabIndex={0} role="application" aria-label={T.canvas} {...handlers(view)} />}
        {!model && !shape && <p class="empty muted">{T.noModel}</p>}
        {(loading || drafting) && !noWebGl && (
          <p class="loading muted" role="status">
            {T.loadingShape}
          </p>
        )}
        {!alone && <Gone />}
        <Picked alone={alone} />
      </div>
      {!noWebGl && <Tools view={view} alone={alone} />}
    </section>
  )
}

/** The view, with what picks in it and marks. */
interface Drawn {
  view: ThreeView.View
  mark: typeof ThreeView.mark
  pickAt: typeof ThreeView.pickAt
}
type Held = { current: Drawn | null }

/** Return what the canvas does with the pointer and with keys. */
function handlers(view: Held) {
  let down: { x: number; y: number } | null = null
  const keys: Record<string, (view: ThreeView.View) => void> = {
    ArrowLeft: (one) => one.move(-TURN, 0),
    ArrowRight: (one) => one.move(TURN, 0),
    ArrowUp: (one) => one.move(0, TURN),
    ArrowDown: (one) => one.move(0, -TURN),
    '+': (one) => one.move(0, 0, 1.2),
    '=': (one) => one.move(0, 0, 1.2),
    '-': (one) => one.move(0, 0, 1 / 1.2),
    f: (one) => one.fit(),
    Escape: () => set({ picks: [] }),
  }
  NAMES.forEach((name, index) => (keys[String(index + 1)] = (one) => one.turn(name)))
  return {
    onPointerDown: (event: PointerEvent) => (down = { x: event.clientX, y: event.clientY }),
    onPointerUp: (event: PointerEvent) => {
      if (!down || !view.current || Math.hypot(event.clientX - down.x, event.clientY - down.y) > CLICK_PX) return
      const box = view.current.view.canvas.getBoundingClientRect()
      const found = view.current.pickAt(view.current.view, event.clientX - box.left, event.clientY - box.top)
      const kept = event.shiftKey ? state.picks.slice(-1) : []
      set({ picks: found ? [...kept, found] : kept })
    },
    onKeyDown: (event: KeyboardEvent) => {
      const act = keys[event.key]
      if (!act || event.ctrlKey || event.metaKey || event.altKey || !view.current) return
      event.preventDefault()
      act(view.current.view)
    },
  }
}

/** The drawing of the model, where there is no WebGL. */
function Drawing() {
  const { model } = useStore()
  const [source, setSource] = useState('')
  useEffect(() => {
    if (!model) return
    attempt(
      call(model.preview_url, { accept: 'image/svg+xml, */*' })
        .then((answer) => answer.blob())
        .then((blob) => setSource(URL.createObjectURL(blob))),
    )
  }, [model?.url])
  return (
    <div class="drawing">
      <p class="muted">{T.noWebGl}</p>
      {source && <img src={source} alt={model?.title ?? T.view} />}
    </div>
  )
}

function Toggle({ on, label, title, toggled, off }: { on: boolean; label: string; title?: string; toggled: () => void; off?: boolean }) {
  return (
    <button type="button" aria-pressed={on} title={title} disabled={off} onClick={toggled}>
      {label}
    </button>
  )
}

function Tools({ view, alone }: { view: Held; alone: boolean }) {
  const { look, shape, before, ghost } = useStore()
  const several = (shape?.parts.length ?? 0) > 1
  const openSection = () => setLook({ section: look.section ? null : { axis: 'x', at: middle('x'), flipped: false } })
  return (
    <div class="tools">
      <div class="row" role="group" aria-label={T.standardViews}>
        {NAMES.map((name) => (
          <button type="button" key={name} onClick={() => view.current?.view.turn(name)}>
            {T.views[name]}
          </button>
        ))}
        <button type="button" onClick={() => view.current?.view.fit()}>
          {T.fit}
        </button>
      </div>
      <div class="row" role="group" aria-label={T.tools}>
        <Toggle on={look.perspective} label={T.perspective} toggled={() => setLook({ perspective: !look.perspective })} />
        <Toggle on={look.edges} label={T.edges} toggled={() => setLook({ edges: !look.edges })} />
        <Toggle on={look.transparent} label={T.transparent} toggled={() => setLook({ transparent: !look.transparent })} />
        <Toggle on={!!look.section} label={T.section} off={!shape} toggled={openSection} />
        {!alone && (
          <Toggle on={!!ghost} label={T.compare} title={T.compareLong} off={!before} toggled={() => attempt(toggleGhost())} />
        )}
      </div>
      {look.section && shape && <Section />}
      {several && <Bodies />}
    </div>
  )
}

function middle(axis: Axis): number {
  const [low, high] = boxOf(state.shape!)
  const index = 'xyz'.indexOf(axis)
  return (low[index]! + high[index]!) / 2
}

function Section() {
  const { look, shape } = useStore()
  const section = look.section!
  const index = 'xyz'.indexOf(section.axis)
  const [low, high] = boxOf(shape!)
  return (
    <div class="row" role="group" aria-label={T.section}>
      <select
        aria-label={T.sectionAxis}
        value={section.axis}
        onChange={(event) => {
          const axis = event.currentTarget.value as Axis
          setLook({ section: { ...section, axis, at: middle(axis) } })
        }}
      >
        {['x', 'y', 'z'].map((axis) => (
          <option key={axis} value={axis}>
            {axis.toUpperCase()}
          </option>
        ))}
      </select>
      <input
        type="range"
        aria-label={T.sectionAt}
        min={low[index]}
        max={high[index]}
        step={(high[index]! - low[index]!) / 200}
        value={section.at}
        onInput={(event) => setLook({ section: { ...section, at: Number(event.currentTarget.value) } })}
      />
      <output>{number(+section.at.toFixed(2))} mm</output>
      <Toggle on={section.flipped} label={T.flip} toggled={() => setLook({ section: { ...section, flipped: !section.flipped } })} />
    </div>
  )
}

/** Return the shortest way between the two picks in words, as the server measures it on the model. */
function useNearest(): string {
  const { picks, model, isDraft, gone } = useStore()
  const [found, setFound] = useState('')
  const [first, second] = picks.map(pickText)
  const measurable = model && !isDraft && !gone
  useEffect(() => {
    if (!first || !second || !measurable) return
    const abort = new AbortController()
    setFound(T.measuring)
    const query = new URLSearchParams({ first, second })
    json<{ distance_mm: number }>(`${model.url}/distance?${query}`, { signal: abort.signal })
      .then((answer) => setFound(mm(answer.distance_mm)))
      .catch((error: unknown) => isAbort(error) || setFound(messageOf(error)))
    return () => abort.abort()
  }, [first, second, measurable, model?.url])
  if (!measurable) return T.makeToMeasure
  return first === null || second === null ? T.notMeasurable : found
}

/** What was picked, measured exactly; a face or edge can be spoken of. */
function Picked({ alone }: { alone: boolean }) {
  const { picks, busy } = useStore()
  const [words, setWords] = useState('')
  const nearest = useNearest()
  if (!picks.length) return null
  const last = picks[picks.length - 1]!
  const send = (event: Event) => {
    event.preventDefault()
    if (!words.trim() || busy) return
    setWords('')
    void say(`${words.trim()} ${whereIs(last)}`)
  }
  return (
    <div class="picked" role="status" aria-label={T.picked}>
      <dl>
        {picks.flatMap(describe).map((row, index) => [
          <dt key={`t${index}`}>{row.label}</dt>,
          <dd key={`d${index}`}>{row.value}</dd>,
        ])}
        {picks.length === 2 &&
          [...between(picks[0]!, picks[1]!), { label: T.nearest, value: nearest }].map((row, index) => [
            <dt key={`b${index}`} class="strong">
              {row.label}
            </dt>,
            <dd key={`e${index}`} class="strong">
              {row.value}
            </dd>,
          ])}
      </dl>
      <form class="row" onSubmit={send}>
        {!alone && (
          <>
            <input
              type="text"
              aria-label={T.sayAbout}
              placeholder={T.aboutPlaceholder}
              value={words}
              onInput={(event) => setWords(event.currentTarget.value)}
            />
            <button type="submit" disabled={!words.trim() || !!busy}>
              {T.send}
            </button>
          </>
        )}
        <button type="button" onClick={() => set({ picks: [] })}>
          {T.clearPicks}
        </button>
      </form>
    </div>
  )
}

/** Return where a pick is in words that the reader knows: the side, and the place on it from its middle. */
export function whereIs(pick: Pick): string {
  const normal = pick.kind === 'face' ? pick.face.normal : undefined
  const from = pick.kind === 'face' ? pick.middle : [0, 0, 0]
  const [x, y, z] = pick.point.map((value, index) => number(+(value - from[index]!).toFixed(1)))
  if (!normal) return `at (${x}, ${y}, ${z})`
  const axis = [0, 1, 2].reduce((best, one) => (Math.abs(normal[one]!) > Math.abs(normal[best]!) ? one : best), 0)
  const side = [
    ['left', 'right'],
    ['front', 'back'],
    ['bottom', 'top'],
  ][axis]![normal[axis]! > 0 ? 1 : 0]
  const places = [`x=${x}`, `y=${y}`, `z=${z}`].filter((_, index) => index !== axis)
  // The place before the side: "on the front at x=5" was read as a diameter of 5 for some features.
  return `at ${places.join(', ')} on the ${side}`
}
