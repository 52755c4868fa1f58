/** The bodies of the model as a tree: hidden, coloured, pulled apart. */
import { useMemo } from 'preact/hooks'
import { setLook, state, useStore } from './store'
import { T } from './text'
import { treeOf, type Branch } from './tree'

export function Bodies() {
  const { look, shape } = useStore()
  const tree = useMemo(() => treeOf(shape!.parts), [shape])
  return (
    <div class="bodies">
      <label class="row">
        {T.explode}
        <input
          type="range"
          min={0}
          max={1.5}
          step={0.05}
          value={look.explode}
          onInput={(event) => setLook({ explode: Number(event.currentTarget.value) })}
        />
      </label>
      <ul aria-label={T.bodies}>
        {tree.map((branch) => (
          <Row key={branch.ids[0]} branch={branch} />
        ))}
      </ul>
    </div>
  )
}

/** Hide or show all parts of a branch. */
function toggle(branch: Branch, shown: boolean): void {
  const others = state.look.hidden.filter((id) => !branch.ids.includes(id))
  setLook({ hidden: shown ? others : [...others, ...branch.ids] })
}

function Row({ branch }: { branch: Branch }) {
  const { look } = useStore()
  const hidden = branch.ids.filter((id) => look.hidden.includes(id)).length
  const box = (
    <input
      type="checkbox"
      aria-label={T.show(branch.name)}
      checked={hidden < branch.ids.length}
      indeterminate={hidden > 0 && hidden < branch.ids.length}
      onChange={(event) => toggle(branch, event.currentTarget.checked)}
    />
  )
  if (!branch.part)
    return (
      <li class="branch">
        {box}
        <details open>
          <summary>{branch.name}</summary>
          <ul>
            {branch.branches.map((one) => (
              <Row key={one.ids[0]} branch={one} />
            ))}
          </ul>
        </details>
      </li>
    )
  return (
    <li>
      <label>
        {box} {branch.name}
      </label>
      <input
        type="color"
        aria-label={T.colourOf(branch.name)}
        value={look.colours[branch.part.id] ?? '#99adc4'}
        onInput={(event) => setLook({ colours: { ...look.colours, [branch.part!.id]: event.currentTarget.value } })}
      />
    </li>
  )
}
