/** The page: the bar at the top, the conversation, the view and the tools. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { attempt, openAddressed } from './actions'
import { onTokenNeeded, prefix } from './api'
import { Chat } from './chat'
import { Clock } from './clock'
import { Dialog } from './dialog'
import { take } from './files'
import { Parts } from './parts'
import { Save } from './save'
import { DesignJson, Script } from './script'
import { Sizes } from './sizes'
import { set, state, useStore, type Tab } from './store'
import { StoredModels } from './stored'
import { T } from './text'
import { Viewer } from './viewer'

let answerToken: (token: string) => void = () => undefined

onTokenNeeded(() => {
  set({ dialog: 'token' })
  return new Promise((resolve) => (answerToken = resolve))
})

export function App() {
  const { dark, dialog, notice, model } = useStore()
  const [over, setOver] = useState(false)
  useEffect(() => void (document.documentElement.dataset.theme = dark ? 'dark' : 'light'), [dark])
  useEffect(() => {
    if (model) history.replaceState(null, '', `#${model.model_id}`)
  }, [model?.model_id])
  useEffect(() => {
    const follow = matchMedia('(prefers-color-scheme: dark)')
    const changed = () => set({ dark: follow.matches })
    follow.addEventListener('change', changed)
    document.documentElement.dataset.ready = 'yes'
    performance.mark('ready')
    void openAddressed()
    return () => follow.removeEventListener('change', changed)
  }, [])
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer?.files[0]
    if (file) attempt(take(file))
  }
  return (
    <div
      class={over ? 'app over' : 'app'}
      data-drop={T.dropHere}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={(event) => event.relatedTarget === null && setOver(false)}
      onDrop={drop}
    >
      <TopBar />
      {notice && (
        <p class="notice" role="status">
          {notice}{' '}
          <button type="button" onClick={() => set({ notice: '' })}>
            {T.dismiss}
          </button>
        </p>
      )}
      <main>
        <Chat />
        <Viewer />
        <Panels />
      </main>
      {dialog === 'parts' && <Parts />}
      {dialog === 'stored' && <StoredModels />}
      {dialog === 'token' && <Token />}
    </div>
  )
}

function TopBar() {
  const { dark } = useStore()
  const input = useRef<HTMLInputElement>(null)
  const chosen = () => {
    const file = input.current?.files?.[0]
    if (file) attempt(take(file))
    if (input.current) input.current.value = ''
  }
  return (
    <header class="top">
      <h1>{T.name}</h1>
      <Clock />
      <nav class="row" aria-label={T.name}>
        <button type="button" onClick={() => set({ dialog: 'parts' })}>
          {T.parts}
        </button>
        <button type="button" onClick={() => input.current?.click()}>
          {T.openFile}
        </button>
        <input ref={input} type="file" class="hidden" tabIndex={-1} aria-hidden="true" accept=".step,.stp,.py" onChange={chosen} />
        <button type="button" onClick={() => set({ dialog: 'stored' })}>
          {T.stored}
        </button>
        <button type="button" onClick={() => set({ dark: !dark })}>
          {dark ? T.light : T.dark}
        </button>
        <a href={`${prefix}/docs`}>{T.docs}</a>
      </nav>
    </header>
  )
}

const TABS: Tab[] = ['sizes', 'script', 'design', 'save']

function Panels() {
  const { tab } = useStore()
  const keyed = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step) return
    const next = TABS[(TABS.indexOf(state.tab) + step + TABS.length) % TABS.length]!
    set({ tab: next })
    document.getElementById(`tab-${next}`)?.focus()
  }
  return (
    <section class="panels" aria-label={T.panels}>
      <div role="tablist" aria-label={T.panels} onKeyDown={keyed}>
        {TABS.map((one) => (
          <button
            type="button"
            role="tab"
            id={`tab-${one}`}
            key={one}
            aria-selected={tab === one}
            aria-controls="panel"
            tabIndex={tab === one ? 0 : -1}
            onClick={() => set({ tab: one })}
          >
            {T.tabs[one]}
          </button>
        ))}
      </div>
      <div id="panel" role="tabpanel" aria-labelledby={`tab-${tab}`} tabIndex={0}>
        {tab === 'sizes' && <Sizes />}
        {tab === 'script' && <Script />}
        {tab === 'design' && <DesignJson />}
        {tab === 'save' && <Save />}
      </div>
    </section>
  )
}

function Token() {
  const [token, setToken] = useState('')
  const given = (event: Event) => {
    event.preventDefault()
    set({ dialog: null })
    answerToken(token)
  }
  return (
    <Dialog title={T.tokenTitle}>
      <form class="row" onSubmit={given}>
        <label>
          {T.token}{' '}
          <input type="password" autoComplete="off" value={token} onInput={(event) => setToken(event.currentTarget.value)} />
        </label>
        <button type="submit" class="main">
          {T.ok}
        </button>
      </form>
      <p class="muted">{T.tokenHint}</p>
    </Dialog>
  )
}
