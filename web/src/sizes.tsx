/** Sliders and fields for the sizes of the model; the model follows, and is made when the person says so. */
import { useState } from 'preact/hooks'
import { attempt, makeChanged, move, resetSizes } from './actions'
import { rangeOf } from './ranges'
import { useStore } from './store'
import { T } from './text'
import type { Size } from './types'

/**
 * The form of sizes.
 *
 * @param make - Makes the model with the sizes as they are set.
 */
export function Sizes({ make = makeChanged }: { make?: () => Promise<void> }) {
  const { model, sizes, values, draftProblem, draftRefused, busy, loading, noWebGl } = useStore()
  if (!model) return <p class="muted">{T.makeFirst}</p>
  if (!sizes.length) return <p class="muted">{loading ? T.loadingSizes : T.noSizes}</p>
  const changed = Object.keys(values).length > 0
  const groups = grouped(told(sizes))
  return (
    <form
      class="sizes"
      onSubmit={(event) => {
        event.preventDefault()
        if (changed) attempt(make())
      }}
    >
      {[...groups].map(([owner, rows]) => (
        <fieldset key={owner}>
          <legend>{rows[0]!.of}</legend>
          {rows
            .filter((size) => !size.derived)
            .map((size) => (
              <Row key={size.path} size={size} value={values[size.path] ?? size.value} />
            ))}
          <Derived rows={rows.filter((size) => size.derived)} values={values} />
        </fieldset>
      ))}
      {draftProblem && (
        <p class="problem lines" role="alert">
          {draftProblem}
        </p>
      )}
      <div class="row bar">
        <button type="submit" class="main" disabled={!changed || !!busy || draftRefused}>
          {T.makeChanged}
        </button>
        <button type="button" disabled={!changed || !!busy} onClick={resetSizes}>
          {T.reset}
        </button>
      </div>
      {changed && <p class="muted">{noWebGl ? T.draftUnseen : T.draftHint}</p>}
    </form>
  )
}

/** Sizes that follow from the others, which give way when one of these is set. */
function Derived({ rows, values }: { rows: Size[]; values: Record<string, number | string | boolean> }) {
  if (!rows.length) return null
  return (
    <details>
      <summary>{T.derived}</summary>
      {rows.map((size) => (
        <Row key={size.path} size={size} value={values[size.path] ?? size.value} />
      ))}
    </details>
  )
}

/** Return the sizes, with more words where two of one group have the same name: a hole's and its circle's diameter. */
export function told(sizes: Size[]): Size[] {
  const alike = (one: Size) => sizes.filter((other) => groupOf(other) === groupOf(one) && other.name === one.name)
  return sizes.map((one) => {
    const own = alike(one).length < 2 || one.kind === one.of
    return own ? one : { ...one, name: `${one.kind.replaceAll('_', ' ')} ${one.name}` }
  })
}

const groupOf = (size: Size): string => size.owner || size.of

function grouped(sizes: Size[]): Map<string, Size[]> {
  const groups = new Map<string, Size[]>()
  for (const size of sizes) groups.set(groupOf(size), [...(groups.get(groupOf(size)) ?? []), size])
  return groups
}

function Row({ size, value }: { size: Size; value: number | string | boolean }) {
  const id = `size-${size.path}`
  const set = (text: string) => {
    const number = Number(text)
    if (typeof size.value === 'string') move(size.path, text)
    else if (text.trim() && Number.isFinite(number)) move(size.path, number)
  }
  const field = useHalfTyped(typeof value === 'string' ? value : Number(value), set)
  if (typeof size.value === 'boolean')
    return (
      <label class="size">
        <span>{size.name}</span>
        <input type="checkbox" checked={value === true} onChange={(event) => move(size.path, event.currentTarget.checked)} />
      </label>
    )
  if (typeof size.value === 'string')
    return (
      <label class="size">
        <span>{size.name}</span>
        <input type="text" {...field} />
      </label>
    )
  const range = rangeOf({ ...size, value: size.value })
  const unit = size.unit === 'count' ? '' : size.unit
  return (
    <div class="size">
      <label for={id}>{size.name}</label>
      <input
        type="range"
        aria-label={`${size.of} ${size.name}`}
        min={range.low}
        max={range.high}
        step={range.step}
        value={Number(value)}
        onInput={(event) => set(event.currentTarget.value)}
      />
      <span class="field">
        <input
          id={id}
          type="number"
          step="any"
          min={size.low ?? undefined}
          max={size.high ?? undefined}
          {...field}
        />
        <span class="unit">{unit}</span>
      </span>
    </div>
  )
}

/** Return the properties of a field that keeps what is half typed while an answer draws the form anew. */
function useHalfTyped(value: string | number, typed: (text: string) => void) {
  const [half, setHalf] = useState<string | null>(null)
  return {
    value: half ?? value,
    onInput: (event: { currentTarget: HTMLInputElement }) => setHalf(event.currentTarget.value),
    onChange: (event: { currentTarget: HTMLInputElement }) => {
      setHalf(null)
      typed(event.currentTarget.value)
    },
    onBlur: () => setHalf(null),
  }
}
