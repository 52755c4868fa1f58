/** Asks for drafts while a slider moves: one at a time, the newest next; the last answers are kept. */
import { call, isAbort } from './api'

export interface Wanted {
  body: unknown
  coarse: boolean
}

export type Fetch = (wanted: Wanted, signal: AbortSignal) => Promise<ArrayBuffer>

const KEPT = 24
const PATIENCE_MS = 400
const FINE_PATIENCE_MS = 100

export function fetchDraft({ body, coarse }: Wanted, signal: AbortSignal): Promise<ArrayBuffer> {
  return call(`/drafts?coarse=${coarse}`, { body, signal, accept: 'model/gltf-binary, application/problem+json' }).then(
    (answer) => answer.arrayBuffer(),
  )
}

interface Running {
  started: number
  body: string
  coarse: boolean
  abort: AbortController
}

/**
 * The newest draft is shown, never an older one after it. A draft that takes longer than PATIENCE_MS is given up
 * for a newer one, which ends its build; a shorter one may finish, since a fresh child would cost as much. Never two
 * in a row are given up, so that a slow model moves, too. A fine draft, which is wanted only at rest, makes way sooner.
 */
export class Drafts {
  private running: Running | null = null
  private next: Wanted | null = null
  private kept = new Map<string, ArrayBuffer>()
  private timer = 0
  private gaveUp = false

  constructor(
    private readonly shown: (glb: ArrayBuffer, wanted: Wanted) => void,
    private readonly failed: (error: unknown) => void,
    private readonly fetch: Fetch = fetchDraft,
    private readonly busy: (on: boolean) => void = () => undefined,
  ) {}

  /** Ask for a draft; it takes the place of one that still waits. */
  want(wanted: Wanted): void {
    const kept = this.find(wanted)
    if (kept) {
      this.stop()
      this.shown(kept, wanted)
      return
    }
    this.next = wanted
    if (!this.running) void this.run()
    // The fine draft of the same sizes waits: a slow machine would never show the coarse one else.
    else if (this.running.body !== JSON.stringify(wanted.body)) this.giveUpLate(this.running)
  }

  /** Give up what runs and what waits. */
  stop(): void {
    clearTimeout(this.timer)
    this.next = null
    this.running?.abort.abort()
    if (this.running) this.busy(false)
    this.running = null
  }

  private find(wanted: Wanted): ArrayBuffer | undefined {
    return this.kept.get(key(wanted)) ?? (wanted.coarse ? this.kept.get(key({ ...wanted, coarse: false })) : undefined)
  }

  private giveUpLate(running: Running): void {
    if (running.coarse && this.gaveUp) return
    clearTimeout(this.timer)
    const left = running.started + (running.coarse ? PATIENCE_MS : FINE_PATIENCE_MS) - performance.now()
    this.timer = setTimeout(() => {
      this.gaveUp ||= running.coarse
      running.abort.abort()
    }, Math.max(0, left)) as unknown as number
  }

  private async run(): Promise<void> {
    this.busy(true)
    while (this.next) {
      const wanted = this.next
      const mine: Running = {
        started: performance.now(),
        body: JSON.stringify(wanted.body),
        coarse: wanted.coarse,
        abort: new AbortController(),
      }
      this.next = null
      this.running = mine
      try {
        const glb = await this.fetch(wanted, mine.abort.signal)
        if (this.running !== mine) return
        this.gaveUp = false
        this.keep(wanted, glb)
        this.shown(glb, wanted)
      } catch (error) {
        if (this.running !== mine) return
        if (!isAbort(error)) this.failed(error)
      }
      clearTimeout(this.timer)
      this.running = null
    }
    this.busy(false)
  }

  private keep(wanted: Wanted, glb: ArrayBuffer): void {
    this.kept.delete(key(wanted))
    this.kept.set(key(wanted), glb)
    if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value!)
  }
}

function key(wanted: Wanted): string {
  return JSON.stringify(wanted)
}
