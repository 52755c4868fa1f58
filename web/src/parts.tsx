/** The parts of the catalogue with their pictures, and a search over names and words. */
import { useEffect, useMemo, useState } from 'preact/hooks'
import { attempt, makePart } from './actions'
import { call, json } from './api'
import { Dialog } from './dialog'
import { T } from './text'
import type { PartInfo } from './types'

export function Parts() {
  const [parts, setParts] = useState<PartInfo[]>([])
  const [search, setSearch] = useState('')
  useEffect(() => attempt(json<{ parts: PartInfo[] }>('/parts').then((found) => setParts(found.parts))), [])
  const found = useMemo(() => matching(parts, search), [parts, search])
  return (
    <Dialog title={T.partsTitle}>
      <label class="search">
        {T.search}
        <input type="search" value={search} onInput={(event) => setSearch(event.currentTarget.value)} />
      </label>
      {parts.length > 0 && !found.length && <p>{T.noPart}</p>}
      <ul class="gallery">
        {found.map((part) => (
          <li key={part.name}>
            <button type="button" onClick={() => attempt(makePart(part.name))}>
              <Picture name={part.name} />
              <span>{part.title || part.name.replaceAll('_', ' ')}</span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

/** Return the parts whose name, title or words contain each word that is searched for. */
export function matching(parts: PartInfo[], search: string): PartInfo[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return parts.filter((part) => {
    const text = [part.name.replaceAll('_', ' '), part.title, ...part.words].join(' ').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** A part's drawing, loaded when it comes into sight; by fetch, since an image would send no token. */
function Picture({ name }: { name: string }) {
  const [source, setSource] = useState('')
  const [element, setElement] = useState<HTMLElement | null>(null)
  useEffect(() => {
    if (!element || source) return
    const observer = new IntersectionObserver((seen) => {
      if (!seen.some((one) => one.isIntersecting)) return
      observer.disconnect()
      call(`/parts/${name}/picture.svg`, { accept: 'image/svg+xml, */*' })
        .then((answer) => answer.blob())
        .then((blob) => setSource(URL.createObjectURL(blob)))
        .catch(() => undefined) // a part without a picture still has its name
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [element])
  useEffect(() => () => URL.revokeObjectURL(source), [source])
  return (
    <span class="picture" ref={setElement}>
      {source && <img src={source} alt="" />}
    </span>
  )
}
