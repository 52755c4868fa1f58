/** The clock of the model at hand: how long it lives, keep it longer, delete it, make it again. */
import { useEffect, useReducer } from 'preact/hooks'
import { attempt, keep, look, makeAgain, remove } from './actions'
import { useStore } from './store'
import { T, timeText } from './text'

const LOOK_EVERY_S = 5

/** Redraw a component every second. */
export function useTick(): void {
  const [, tick] = useReducer((count: number) => count + 1, 0)
  useEffect(() => {
    const timer = setInterval(() => tick(undefined), 1000)
    return () => clearInterval(timer)
  }, [])
}

export function Clock() {
  const { model, deadline, gone } = useStore()
  useTick()
  const left = (deadline - performance.now()) / 1000
  useEffect(() => {
    if (!model || gone) return
    const timer = setInterval(() => void look(), LOOK_EVERY_S * 1000)
    return () => clearInterval(timer)
  }, [model?.url, gone])
  useEffect(() => {
    if (model && !gone && left <= 0) void look()
  }, [left <= 0])
  if (!model) return null
  if (gone) return <span class="clock over">{T.gone}</span>
  return (
    <div class="clock">
      <span role="timer" aria-label={T.clock} class={left < 120 ? 'time soon' : 'time'}>
        {T.timeLeft(timeText(left))}
      </span>
      <button type="button" onClick={() => attempt(keep(model.url))}>
        {T.keep}
      </button>
      <button type="button" onClick={() => attempt(remove(model.url))}>
        {T.delete}
      </button>
    </div>
  )
}

/** What stands over the model once its file has gone. */
export function Gone() {
  const { gone, busy } = useStore()
  if (!gone) return null
  return (
    <div class="gone" role="alert">
      <strong>{T.gone}</strong> {T.goneLong}{' '}
      <button type="button" class="main" disabled={!!busy} onClick={() => attempt(makeAgain())}>
        {T.makeAgain}
      </button>
    </div>
  )
}
