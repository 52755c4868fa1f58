/** The page's view and sizes in an output cell of a notebook: an anywidget whose requests go to the kernel. */
import { render } from 'preact'
import { draftBody, messageOf, parametersAsSizes } from './actions'
import { carryBy, json, type Transport } from './api'
import { readGlb } from './glb'
import notebookCss from './notebook.css?inline'
import pageCss from './page.css?inline'
import { Sizes } from './sizes'
import { PLAIN_LOOK, set, state, useStore } from './store'
import { T } from './text'
import type { Model, Size } from './types'
import { Viewer } from './viewer'

/** What anywidget hands over: the widget's values, and messages to and from its kernel. */
export interface WidgetModel {
  get(name: 'made'): Model
  get(name: 'sizes'): Size[]
  get(name: 'form'): boolean
  get(name: 'glb'): DataView
  on(event: 'msg:custom', heard: (answer: Answer, buffers: DataView[]) => void): void
  on(event: string, heard: () => void): void
  off(event: string, heard: unknown): void
  send(request: { id: number; path: string; body: unknown }): void
}

interface Answer {
  id: number
  status: number
  body: unknown
}

let requests = 0

function toKernel(widget: WidgetModel): Transport {
  const waiting = new Map<number, (answer: Response) => void>()
  widget.on('msg:custom', ({ id, status, body }, buffers) => {
    const content = buffers[0] ? bytesOf(buffers[0]) : JSON.stringify(body)
    waiting.get(id)?.(new Response(content, { status }))
    waiting.delete(id)
  })
  return (path, { body, signal }) =>
    new Promise((resolve, reject) => {
      const id = ++requests
      signal?.addEventListener('abort', () => {
        waiting.delete(id)
        reject(new DOMException('given up', 'AbortError'))
      })
      waiting.set(id, resolve)
      widget.send({ id, path, body })
    })
}

function bytesOf(view: DataView): ArrayBuffer {
  return view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength) as ArrayBuffer
}

/** Show the model that the kernel has: its shape came with it, so a kernel that is busy keeps nobody waiting. */
function show(widget: WidgetModel): void {
  const model = widget.get('made')
  const same = state.model?.title === model.title
  set({
    model,
    shape: readGlb(bytesOf(widget.get('glb'))),
    sizes: model.design ? widget.get('sizes') : parametersAsSizes(model),
    values: {},
    script: model.script ?? '',
    isDraft: false,
    draftProblem: '',
    draftRefused: false,
    picks: [],
    look: same ? state.look : PLAIN_LOOK,
  })
}

/** Make the model with the sizes as they are set; the kernel then has another one, which is shown. */
async function make(): Promise<void> {
  set({ busy: { stage: 'building', abort: new AbortController() }, draftProblem: '', draftRefused: false })
  try {
    await json('/models', { body: draftBody() })
  } catch (error) {
    set({ draftProblem: messageOf(error) })
  } finally {
    set({ busy: null })
  }
}

function Notebook({ form }: { form: boolean }) {
  const { notice } = useStore()
  return (
    <div class={form ? 'notebook' : 'notebook plain'}>
      {notice && <p class="notice">{notice}</p>}
      <Viewer alone />
      {form && (
        <section class="panels" aria-label={T.tabs.sizes}>
          <Sizes make={make} />
        </section>
      )}
    </div>
  )
}

/** Return whether the notebook around an element is dark: by the first ground that is not transparent. */
export function isDark(element: Element): boolean {
  for (let one: Element | null = element; one; one = one.parentElement) {
    const [red = 0, green = 0, blue = 0, opacity = 1] = getComputedStyle(one).backgroundColor.match(/[\d.]+/g)?.map(Number) ?? []
    if (opacity > 0.5) return 0.299 * red + 0.587 * green + 0.114 * blue < 128
  }
  return false
}

/** Follow the notebook's theme: its name is an attribute or a class of the document, whichever notebook it is. */
function followTheme(element: HTMLElement): () => void {
  const look = () => {
    const dark = isDark(element)
    element.dataset.theme = dark ? 'dark' : 'light'
    if (dark !== state.dark) set({ dark })
  }
  const observer = new MutationObserver(() => requestAnimationFrame(look))
  for (const one of [document.documentElement, document.body]) observer.observe(one, { attributes: true })
  observer.observe(document.head, { childList: true }) // a theme's style sheet
  const follow = matchMedia('(prefers-color-scheme: dark)')
  follow.addEventListener('change', look)
  look()
  return () => {
    observer.disconnect()
    follow.removeEventListener('change', look)
  }
}

export default {
  render({ model, el }: { model: WidgetModel; el: HTMLElement }): () => void {
    // Keys are the view's: JupyterLab's shortcuts look for this attribute.
    el.dataset.lmSuppressShortcuts = 'true'
    const root = el.attachShadow({ mode: 'open' })
    const style = document.createElement('style')
    style.textContent = pageCss + notebookCss
    const place = document.createElement('div')
    root.append(style, place)
    carryBy(toKernel(model))
    const stopFollowing = followTheme(el)
    const changed = () => show(model)
    model.on('change:made', changed)
    changed()
    render(<Notebook form={model.get('form')} />, place)
    return () => {
      stopFollowing()
      model.off('change:made', changed)
      render(null, place)
    }
  },
}
