/** The view of the model with its tools: sides, section, bodies, and what was picked. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { attempt, say, toggleGhost } from './actions'
import { call } from './api'
import { Gone } from './clock'
import { boxOf, type Face } from './glb'
import { between, describe, number, type Pick } from './measure'
import { mark, pickAt } from './picking'
import { View, VIEWS, type ViewName } from './scene'
import { set, setLook, state, useStore, type Axis } from './store'
import { T } from './text'

const NAMES = Object.keys(VIEWS) as ViewName[]
const TURN = Math.PI / 24
const CLICK_PX = 5

export function Viewer() {
  const { model, shape, ghost, look, dark, picks, pointedAt, noWebGl } = useStore()
  const canvas = useRef<HTMLCanvasElement>(null)
  const view = useRef<View | null>(null)
  useEffect(() => {
    try {
      view.current = new View(canvas.current!)
      view.current.setTheme(state.dark)
    } catch {
      set({ noWebGl: true })
    }
    return () => view.current?.dispose()
  }, [])
  useEffect(() => view.current?.setTheme(dark), [dark])
  useEffect(() => {
    if (shape) view.current?.show(shape, look)
    if (view.current) mark(view.current, state.picks)
  }, [shape, look])
  useEffect(() => view.current?.showGhost(ghost), [ghost])
  useEffect(() => {
    const isRound = (face: Face) => pointedAt.some((diameter) => Math.abs((face.diameter ?? -1) - diameter) < 1e-4)
    if (view.current) mark(view.current, picks, pointedAt.length ? isRound : undefined)
  }, [picks, pointedAt])
  return (
    <section class="viewer" aria-label={T.view}>
      <div class="canvas">
        {noWebGl ? <Drawing /> : <canvas ref={canvas} tabIndex={0} role="application" aria-label={T.canvas} {...handlers(view)} />}
        {!model && !shape && <p class="empty muted">{T.noModel}</p>}
        <Gone />
        <Picked />
      </div>
      {!noWebGl && <Tools view={view} />}
    </section>
  )
}

type Held = { current: View | null }

/** Return what the canvas does with the pointer and with keys. */
function handlers(view: Held) {
  let down: { x: number; y: number } | null = null
  const keys: Record<string, (view: View) => void> = {
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
      const box = view.current.canvas.getBoundingClientRect()
      const found = pickAt(view.current, event.clientX - box.left, event.clientY - box.top)
      const kept = event.shiftKey ? state.picks.slice(-1) : []
      set({ picks: found ? [...kept, found] : kept })
    },
    onKeyDown: (event: KeyboardEvent) => {
      const act = keys[event.key]
      if (!act || event.ctrlKey || event.metaKey || event.altKey || !view.current) return
      event.preventDefault()
      act(view.current)
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

function Tools({ view }: { view: Held }) {
  const { look, shape, before, ghost } = useStore()
  const several = (shape?.parts.length ?? 0) > 1
  const openSection = () => setLook({ section: look.section ? null : { axis: 'x', at: middle('x'), flipped: false } })
  return (
    <div class="tools">
      <div class="row" role="group" aria-label={T.standardViews}>
        {NAMES.map((name) => (
          <button type="button" key={name} onClick={() => view.current?.turn(name)}>
            {T.views[name]}
          </button>
        ))}
        <button type="button" onClick={() => view.current?.fit()}>
          {T.fit}
        </button>
      </div>
      <div class="row" role="group" aria-label={T.tools}>
        <Toggle on={look.perspective} label={T.perspective} toggled={() => setLook({ perspective: !look.perspective })} />
        <Toggle on={look.edges} label={T.edges} toggled={() => setLook({ edges: !look.edges })} />
        <Toggle on={look.transparent} label={T.transparent} toggled={() => setLook({ transparent: !look.transparent })} />
        <Toggle on={!!look.section} label={T.section} off={!shape} toggled={openSection} />
        <Toggle on={!!ghost} label={T.compare} title={T.compareLong} off={!before} toggled={() => attempt(toggleGhost())} />
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

function Bodies() {
  const { look, shape } = useStore()
  const names = shape!.parts.map((part) => part.name)
  const toggle = (name: string) =>
    setLook({ hidden: look.hidden.includes(name) ? look.hidden.filter((one) => one !== name) : [...look.hidden, name] })
  return (
    <div class="bodies">
      <label class="row">
        {T.explode}
        <input
          type="range"
          min={0}
          max={1.5}
          step={0.05}
          value={look.explode}
          onInput={(event) => setLook({ explode: Number(event.currentTarget.value) })}
        />
      </label>
      <ul aria-label={T.bodies}>
        {names.map((name) => (
          <li key={name}>
            <label>
              <input type="checkbox" aria-label={T.show(name)} checked={!look.hidden.includes(name)} onChange={() => toggle(name)} /> {name}
            </label>
            <input
              type="color"
              aria-label={T.colourOf(name)}
              value={look.colours[name] ?? '#99adc4'}
              onInput={(event) => setLook({ colours: { ...look.colours, [name]: event.currentTarget.value } })}
            />
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What was picked, measured exactly; a face or edge can be spoken of. */
function Picked() {
  const { picks, busy } = useStore()
  const [words, setWords] = useState('')
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
          between(picks[0]!, picks[1]!).map((row, index) => [
            <dt key={`b${index}`} class="strong">
              {row.label}
            </dt>,
            <dd key={`e${index}`} class="strong">
              {row.value}
            </dd>,
          ])}
      </dl>
      <form class="row" onSubmit={send}>
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
  return `on the ${side} at ${places.join(', ')}`
}
