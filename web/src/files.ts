/** Takes files in and out: downloads with the token, dropped STEP files and scripts. */
import { call } from './api'
import { make, say, tryScript } from './actions'
import { set } from './store'
import { T } from './text'

const LONGEST_TITLE = 60

/** Load a file with the token, which a plain link would not send, and hand it to the browser to save. */
export async function download(path: string, name: string): Promise<void> {
  const content = await (await call(path, { accept: '*/*' })).blob()
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/** Open a file that was dropped or chosen: a STEP file becomes a body to work on, a script goes into the editor. */
export async function take(file: File): Promise<void> {
  if (/\.(step|stp)$/i.test(file.name)) await takeStep(file)
  else if (/\.py$/i.test(file.name)) {
    set({ tab: 'script' })
    tryScript(await file.text())
  } else set({ notice: T.onlyStepOrScript })
}

/** Return a file's name as a title: short, without its ending and without control and direction characters. */
export function titleOf(name: string): string {
  const plain = name.replace(/\.(step|stp)$/i, '').replace(/[\p{Cc}\p{Cf}]/gu, '')
  return plain.slice(0, LONGEST_TITLE).trim()
}

async function takeStep(file: File): Promise<void> {
  const name = file.name.replace(/[^\w.-]+/g, '_').replace(/\.stp$/i, '.step')
  const title = titleOf(file.name) || name
  const design = (step: string) => ({ title, bodies: [{ base: { kind: 'step', file: step } }] })
  const made = await make({ design: design(name), files: { [name]: await base64(file) } }, file.name, true)
  // From now on it begins with the model that is kept, so that words and sliders can change it.
  if (made) await say('', { design: design(made.name) }, null)
}

async function base64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(text)
}
