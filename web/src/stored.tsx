/** What is stored: every model with its clock, how much there is, and a sweep that shows first what would go. */
import { useEffect, useState } from 'preact/hooks'
import { attempt, keep, open, remove } from './actions'
import { json } from './api'
import { useTick } from './clock'
import { Dialog } from './dialog'
import { set } from './store'
import { bytesText, T, timeText } from './text'
import type { Model, Storage, Stored, SweepPreview } from './types'

interface Found {
  models: Stored[]
  storage: Storage
  read: number
}

export function StoredModels() {
  const [found, setFound] = useState<Found | null>(null)
  const [preview, setPreview] = useState<SweepPreview | null>(null)
  const [said, setSaid] = useState('')
  useTick()
  const read = async () => {
    const [page, storage] = await Promise.all([
      json<{ models: Stored[] }>('/models?limit=500'),
      json<Storage>('/cleanup/details'),
    ])
    setFound({ models: page.models, storage, read: performance.now() })
  }
  useEffect(() => {
    attempt(read())
    const timer = setInterval(() => attempt(read()), 5000)
    return () => clearInterval(timer)
  }, [])
  const sweep = async () => {
    await json('/cleanup/manual', { method: 'POST' })
    setPreview(null)
    setSaid(T.swept)
    await read()
  }
  const passed = found ? (performance.now() - found.read) / 1000 : 0
  return (
    <Dialog title={T.stored}>
      {found && (
        <p class="muted">
          {T.storedCount(found.models.length, bytesText(found.storage.total_bytes))}.{' '}
          {found.models[0] && T.nextGoes(timeText(found.models[0].seconds_left - passed))}{' '}
          {T.removedTotal(found.storage.removed_total)} {T.diskFree(bytesText(found.storage.disk_free_bytes))}
        </p>
      )}
      {found && !found.models.length && <p>{T.noModels}</p>}
      <ul class="stored">
        {found?.models.map((model) => (
          <Row key={model.name} model={model} left={model.seconds_left - passed} changed={() => attempt(read())} />
        ))}
      </ul>
      <div class="row">
        <button type="button" onClick={() => attempt(json<SweepPreview>('/cleanup/preview').then(setPreview))}>
          {T.sweep}
        </button>
        <span role="status">{said}</span>
      </div>
      {preview && !preview.removed.length && <p>{T.sweepNothing}</p>}
      {preview && preview.removed.length > 0 && (
        <div class="sweep">
          <p>{T.sweepWould(preview.removed.length, bytesText(preview.removed_bytes))}</p>
          <ul>
            {preview.removed.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
          <button type="button" class="main" onClick={() => attempt(sweep())}>
            {T.sweepNow}
          </button>
        </div>
      )}
    </Dialog>
  )
}

function Row({ model, left, changed }: { model: Stored; left: number; changed: () => void }) {
  const show = async () => {
    const whole = await json<Model>(model.url)
    set({ dialog: null })
    await open(whole)
  }
  return (
    <li>
      <span class="grow">{model.name}</span>
      <span class="muted">{bytesText(model.size_bytes)}</span>
      <span class="time">{timeText(left)}</span>
      <button type="button" aria-label={T.openOne(model.name)} onClick={() => attempt(show())}>
        {T.open}
      </button>
      <button type="button" aria-label={T.keepOne(model.name)} onClick={() => attempt(keep(model.url).then(changed))}>
        +30
      </button>
      <button type="button" aria-label={T.deleteOne(model.name)} onClick={() => attempt(remove(model.url).then(changed))}>
        {T.delete}
      </button>
    </li>
  )
}
