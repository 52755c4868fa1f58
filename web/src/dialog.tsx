/** A dialog over the page: Escape closes it, and the focus goes back to where it was. */
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { set } from './store'
import { T } from './text'

export function Dialog({ title, children, closed }: { title: string; children: ComponentChildren; closed?: () => void }) {
  const box = useRef<HTMLDialogElement>(null)
  const close = () => {
    set({ dialog: null })
    closed?.()
  }
  useEffect(() => {
    const opener = document.activeElement
    box.current?.showModal()
    return () => (opener instanceof HTMLElement ? opener.focus() : undefined)
  }, [])
  return (
    <dialog ref={box} aria-label={title} onClose={close}>
      <header>
        <h2>{title}</h2>
        <button type="button" onClick={() => box.current?.close()}>
          {T.close}
        </button>
      </header>
      {children}
    </dialog>
  )
}
