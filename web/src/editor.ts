/** The editor, loaded on demand. It lives in a shadow root, where it uses sheets that a strict policy allows. */
import { completeFromList, type CompletionContext } from '@codemirror/autocomplete'
import { json } from '@codemirror/lang-json'
import { python, pythonLanguage } from '@codemirror/lang-python'
import { setDiagnostics } from '@codemirror/lint'
import { EditorState } from '@codemirror/state'
import { codeColours, pageTheme } from './editor-theme'
import { basicSetup, EditorView } from 'codemirror'

const WORKPLANE = (
  'add all ancestors apply box center chamfer circle close combine compounds consolidateWires copyWorkplane cboreHole ' +
  'cskHole cut cutBlind cutThruAll cylinder each eachpoint edges ellipse ellipseArc end extrude faces fillet filter ' +
  'first hLine hLineTo hole interpPlate intersect item largestDimension last line lineTo loft map mirror mirrorX ' +
  'mirrorY move moveTo newObject offset2D parametricCurve parametricSurface placeSketch polarArray polarLine polarLineTo ' +
  'polygon polyline pushPoints radiusArc rarray rect revolve rotate rotateAboutCenter section shell shells sketch ' +
  'slot2D solids sort sphere spline split sweep tag tangentArcPoint text threePointArc toPending translate twistExtrude ' +
  'union val vals vertices vLine vLineTo wedge wire wires workplane workplaneFromTagged'
).split(' ')

export interface Editor {
  text: () => string
  setText: (text: string) => void
  setError: (line: number, message: string) => void
  destroy: () => void
}

/** Put an editor into an element. */
export function makeEditor(
  host: HTMLElement,
  text: string,
  language: 'python' | 'json',
  label: string,
  changed: (text: string) => void,
): Editor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  const parent = document.createElement('div')
  root.replaceChildren(parent)
  const view = new EditorView({
    parent,
    root,
    state: EditorState.create({
      doc: text,
      extensions: [
        basicSetup,
        language === 'python' ? [python(), pythonLanguage.data.of({ autocomplete: completions })] : json(),
        EditorView.contentAttributes.of({ 'aria-label': label }),
        EditorView.updateListener.of((update) => update.docChanged && changed(update.state.doc.toString())),
        pageTheme,
        codeColours,
        typedOverSelection,
      ],
    }),
  })
  return {
    text: () => view.state.doc.toString(),
    setText: (next) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } }),
    setError: (line, message) => {
      const at = line > 0 && line <= view.state.doc.lines ? view.state.doc.line(line) : null
      const found = at ? [{ from: at.from, to: at.to, severity: 'error' as const, message }] : []
      view.dispatch(setDiagnostics(view.state, found))
      if (at) view.dispatch({ effects: EditorView.scrollIntoView(at.from, { y: 'center' }) })
    },
    destroy: () => view.destroy(),
  }
}

/**
 * Type over a selection ourselves: the browser would keep the style of what it replaces in style attributes, which
 * the page's policy refuses and reports.
 */
const typedOverSelection = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { from, to, empty } = view.state.selection.main
    if (event.inputType !== 'insertText' || !event.data || empty || view.composing) return false
    const text = event.data
    const insert = () => view.state.update(view.state.replaceSelection(text), { userEvent: 'input.type' })
    const handled = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, text, insert))
    if (!handled) view.dispatch(insert())
    event.preventDefault()
    return true
  },
})

/** Complete methods of CadQuery's Workplane, and the parameters that the script sets at its left edge. */
function completions(context: CompletionContext) {
  const own = [...context.state.doc.toString().matchAll(/^([A-Za-z_]\w*) *=/gm)].map((match) => match[1]!)
  const methods = WORKPLANE.map((label) => ({ label, type: 'method' }))
  const before = context.matchBefore(/\.\w*/)
  if (before) return { from: before.from + 1, options: methods, validFor: /^\w*$/ }
  return completeFromList([...new Set(own)].map((label) => ({ label, type: 'variable' })))(context)
}
