/** The conversation: words in, stages while it works, questions with their answers as buttons. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { attempt, cancel, open, say } from './actions'
import { set, state, useStore, type Turn } from './store'
import { T } from './text'
import type { Model, Phrase } from './types'

export function Chat() {
  const { turns, busy, session, model } = useStore()
  const [words, setWords] = useState('')
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => end.current?.scrollIntoView({ block: 'nearest' }), [turns.length, busy?.stage])
  const send = (text: string) => {
    if (!text.trim() || busy) return
    setWords('')
    void say(text.trim())
  }
  const begin = () => set({ session: null, spokenOf: state.model?.url ?? '', turns: [] })
  const undone = () => void say('', { undo: true }, T.undo)
  return (
    <section class="chat" aria-label={T.conversation}>
      <div class="turns" role="log" aria-live="polite" tabIndex={0} aria-label={T.conversation}>
        {turns.length === 0 && <Welcome send={send} />}
        {turns.map((turn, index) => (
          <Said key={index} turn={turn} last={index === turns.length - 1 && !busy} send={send} />
        ))}
        {busy && (
          <p class="stage" role="status">
            <span class="dot" aria-hidden="true" /> {T.stages[busy.stage] ?? busy.stage} …{' '}
            <button type="button" class="quiet" onClick={cancel}>
              {T.cancel}
            </button>
          </p>
        )}
        <div ref={end} />
      </div>
      <form
        class="say"
        onSubmit={(event) => {
          event.preventDefault()
          send(words)
        }}
      >
        <label class="hidden" for="words">
          {T.message}
        </label>
        <textarea
          id="words"
          rows={3}
          value={words}
          placeholder={turns.at(-1)?.asks ? T.placeholderAnswer : model ? T.placeholderChange : T.placeholder}
          maxLength={20000}
          onInput={(event) => setWords(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
              event.preventDefault()
              send(words)
            }
          }}
        />
        <div class="row">
          <button type="submit" class="main" disabled={!words.trim() || !!busy}>
            {T.send}
          </button>
          <button type="button" disabled={!session || !!busy} title={T.undoLong} onClick={undone}>
            {T.undo}
          </button>
          <button type="button" disabled={!turns.length || !!busy} title={T.newTalkLong} onClick={begin}>
            {T.newTalk}
          </button>
        </div>
      </form>
    </section>
  )
}

function Welcome({ send }: { send: (text: string) => void }) {
  return (
    <div class="welcome">
      <h2>{T.tagline}</h2>
      <p>{T.tryOne}</p>
      <ul class="options">
        {T.examples.map((text) => (
          <li key={text}>
            <button type="button" onClick={() => send(text)}>
              {text}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Said({ turn, last, send }: { turn: Turn; last: boolean; send: (text: string) => void }) {
  if (turn.who === 'you') return <p class="turn you">{turn.phrases ? <Phrases phrases={turn.phrases} /> : turn.text}</p>
  return (
    <div class={turn.failed ? 'turn failed' : 'turn'}>
      {turn.model ? <Made model={turn.model} /> : <p class="lines">{turn.text}</p>}
      {turn.options && turn.options.length > 0 && (
        <ul class="options" aria-label={T.options}>
          {turn.options.map((option) => (
            <li key={option}>
              <button type="button" disabled={!last} onClick={() => send(option)}>
                {option}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** A request phrase by phrase; what is pointed at lights up in the model where it is round. */
function Phrases({ phrases }: { phrases: Phrase[] }) {
  const point = (phrase: Phrase) => {
    const own = phrases.filter((one) => one.topic === phrase.topic && one.kind !== 'place').flatMap((one) => one.lengths_mm)
    set({ pointedAt: phrase.topic < 0 ? [] : own.flatMap((length) => [length, 2 * length]) })
  }
  return (
    <>
      {phrases.map((phrase, index) =>
        phrase.kind === 'plain' ? (
          <span key={index}>{spaced(phrase, index)}</span>
        ) : (
          <span key={index}>
            {index > 0 && ' '}
            <span
              class={phrase.kind === 'unread' ? 'phrase unread' : 'phrase'}
              title={T.phrase(phrase.kind)}
              onPointerEnter={() => point(phrase)}
              onPointerLeave={() => set({ pointedAt: [] })}
            >
              {phrase.text}
            </span>
          </span>
        ),
      )}
    </>
  )
}

const spaced = (phrase: Phrase, index: number): string => (index && !/^[,.;:]/.test(phrase.text) ? ' ' : '') + phrase.text

function Made({ model }: { model: Model }) {
  const { report, changes = [], assumptions = [] } = model
  const current = useStore().model?.url === model.url
  return (
    <>
      <p>
        <strong>{model.title || model.name}</strong>
      </p>
      {report && (
        <p class="muted">
          {report.bounding_box_mm.map((side) => +side.toFixed(3)).join(' × ')} mm, {report.solids === 1 ? '1 solid' : `${report.solids} solids`}
          {report.holes.map((hole) => `, ${hole.count} × Ø${+hole.diameter_mm.toFixed(3)}`).join('')}
        </p>
      )}
      <List title={T.changed} rows={changes.map((one) => one.sentence)} />
      <List title={T.assumed} rows={assumptions} />
      <List title="" rows={(report?.notes ?? []).filter((note) => !assumptions.includes(note))} />
      {!current && (
        <button type="button" class="quiet" onClick={() => attempt(open(model))}>
          {T.showModel}
        </button>
      )}
    </>
  )
}

function List({ title, rows }: { title: string; rows: string[] }) {
  if (!rows.length) return null
  return (
    <>
      {title && <h3>{title}</h3>}
      <ul>
        {rows.map((row) => (
          <li key={row}>{row}</li>
        ))}
      </ul>
    </>
  )
}
