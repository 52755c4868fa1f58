/** The assembly as a tree: what belongs together is hidden together. */
import type { Part } from './glb'

export interface Branch {
  name: string
  /** The parts of it and of all below it. */
  ids: string[]
  /** The part, where the branch is one. */
  part: Part | null
  branches: Branch[]
}

/** Return the parts as a tree, in their order. */
export function treeOf(parts: Part[]): Branch[] {
  const root: Branch = { name: '', ids: [], part: null, branches: [] }
  for (const part of parts) {
    let at = root
    for (const name of part.path) {
      let next = at.branches.at(-1)
      if (!next || next.part || next.name !== name) at.branches.push((next = { name, ids: [], part: null, branches: [] }))
      next.ids.push(part.id)
      at = next
    }
    at.branches.push({ name: part.id.split(' / ').at(-1)!, ids: [part.id], part, branches: [] })
  }
  return root.branches
}
