/** The page's state, in one place, and what redraws the page when it changes. */
import { useEffect, useReducer } from 'preact/hooks'
import type { Shape } from './glb'
import type { Pick } from './measure'
import type { Model, Phrase, Size } from './types'

export interface Turn {
  who: 'you' | 'mayfly'
  text: string
  options?: string[]
  model?: Model
  phrases?: Phrase[]
  failed?: boolean
  /** It is a question, which waits for an answer. */
  asks?: boolean
}

export type Axis = 'x' | 'y' | 'z'
export type Tab = 'sizes' | 'script' | 'design' | 'save'

export interface Look {
  perspective: boolean
  edges: boolean
  transparent: boolean
  section: { axis: Axis; at: number; flipped: boolean } | null
  explode: number
  hidden: string[]
  colours: Record<string, string>
}

export interface State {
  session: string | null
  /** URL of the conversation's last model, of which words without another subject speak. */
  spokenOf: string
  turns: Turn[]
  busy: { stage: string; abort: AbortController } | null
  model: Model | null
  before: Model | null
  /** When the model goes, on this machine's clock (performance.now), and how long it lives in all. */
  deadline: number
  gone: boolean
  shape: Shape | null
  /** A draft is on its way. */
  drafting: boolean
  /** The shape or the sizes of the model are on their way. */
  loading: boolean
  /** The shape is a draft, of which the server has no file. */
  isDraft: boolean
  ghost: Shape | null
  sizes: Size[]
  values: Record<string, number | string | boolean>
  draftProblem: string
  /** The sizes do not fit; else a draft could only not be drawn. */
  draftRefused: boolean
  script: string
  scriptLine: number
  picks: Pick[]
  /** Diameters of the faces that are marked because their phrase is pointed at. */
  pointedAt: number[]
  look: Look
  tab: Tab
  dark: boolean
  dialog: 'parts' | 'stored' | 'token' | null
  noWebGl: boolean
  notice: string
}

export const PLAIN_LOOK: Look = {
  perspective: false,
  edges: true,
  transparent: false,
  section: null,
  explode: 0,
  hidden: [],
  colours: {},
}

export const state: State = {
  session: null,
  spokenOf: '',
  turns: [],
  busy: null,
  model: null,
  before: null,
  deadline: 0,
  gone: false,
  shape: null,
  drafting: false,
  loading: false,
  isDraft: false,
  ghost: null,
  sizes: [],
  values: {},
  draftProblem: '',
  draftRefused: false,
  script: '',
  scriptLine: 0,
  picks: [],
  pointedAt: [],
  look: PLAIN_LOOK,
  tab: 'sizes',
  dark: typeof matchMedia !== 'undefined' && matchMedia('(prefers-color-scheme: dark)').matches,
  dialog: null,
  noWebGl: false,
  notice: '',
}

const listeners = new Set<() => void>()

/** Change some of the state and redraw. */
export function set(changes: Partial<State>): void {
  Object.assign(state, changes)
  for (const listener of listeners) listener()
}

export function setLook(changes: Partial<Look>): void {
  set({ look: { ...state.look, ...changes } })
}

/** Redraw a component whenever the state changes. */
export function useStore(): State {
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  useEffect(() => {
    const listener = () => redraw(undefined)
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }, [])
  return state
}
