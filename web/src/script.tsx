/** The script and the design in an editor, which is loaded when it is first opened. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { attempt, make, say, tryScript } from './actions'
import type { Editor } from './editor'
import { set, state, useStore } from './store'
import { T } from './text'
import type { Json } from './types'

interface Shown {
  text: string
  language: 'python' | 'json'
  label: string
  line?: number
  problem?: string
  changed: (text: string) => void
}

/** An editor; its text is replaced when another one is given. */
function Editing({ text, language, label, line = 0, problem = '', changed }: Shown) {
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<Editor | null>(null)
  const [ready, setReady] = useState(false)
  useEffect(() => {
    let gone = false
    void import('./editor').then(({ makeEditor }) => {
      if (gone || !host.current) return
      editor.current = makeEditor(host.current, text, language, label, changed)
      setReady(true)
    })
    return () => {
      gone = true
      editor.current?.destroy()
    }
  }, [])
  useEffect(() => {
    if (ready && editor.current!.text() !== text) editor.current!.setText(text)
  }, [text, ready])
  useEffect(() => {
    if (ready) editor.current!.setError(line, problem)
  }, [line, problem, ready])
  return (
    <>
      {!ready && <p class="muted">{T.loadingEditor}</p>}
      <div class="editor" ref={host} />
    </>
  )
}

export function Script() {
  const { script, scriptLine, draftProblem, busy } = useStore()
  return (
    <div class="writing">
      <Editing
        text={script || T.scriptStart}
        language="python"
        label={T.editor}
        line={scriptLine}
        problem={draftProblem}
        changed={(next) => (state.script = next)}
      />
      {draftProblem && (
        <p class="problem lines" role="alert">
          {draftProblem}
        </p>
      )}
      <div class="row">
        <button type="button" title={T.tryHint} disabled={!!busy} onClick={() => tryScript(state.script || T.scriptStart)}>
          {T.try}
        </button>
        <button
          type="button"
          class="main"
          disabled={!!busy}
          onClick={() => attempt(make({ script: state.script || T.scriptStart }, T.script))}
        >
          {T.publish}
        </button>
      </div>
    </div>
  )
}

export function DesignJson() {
  const { model, busy } = useStore()
  const shown = JSON.stringify(model?.design ?? { bodies: [{ base: { kind: 'part', part: 'plate' } }] }, null, 2)
  const written = useRef(shown)
  const [problem, setProblem] = useState('')
  useEffect(() => void (written.current = shown), [shown])
  const send = () => {
    let design: Json
    try {
      design = JSON.parse(written.current) as Json
    } catch (error) {
      return setProblem(T.badJson((error as Error).message))
    }
    setProblem('')
    set({ notice: '' })
    void say('', { design }, T.aDesign)
  }
  return (
    <div class="writing">
      <Editing text={shown} language="json" label={T.designEditor} changed={(next) => (written.current = next)} />
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <div class="row">
        <button type="button" class="main" disabled={!!busy} onClick={send}>
          {T.publish}
        </button>
      </div>
    </div>
  )
}
