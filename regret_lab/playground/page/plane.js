// The game in the plane: a map of the average loss, a path for each learner, a start to drag.

import { draw } from './dom.js'
import { axes, place } from './axes.js'
import { contour, levels } from './contour.js'
import { indexAt } from './line.js'

const SIDE = 460
const PATH = 600

export const planeKey = ({ answer }) => JSON.stringify([
  answer.axes.map(axis => [axis[0], axis[axis.length - 1]]), answer.outline?.map(point => [...point]),
  answer.losses.length, Object.keys(answer.learners), answer.start,
])

export function drawPlane(state, svg, moveStart) {
  const { answer, played } = state
  const names = played.learners.map(learner => learner.label)
  const [xs, ys] = answer.axes
  const margin = axis => {
    const room = 0.06 * (axis[axis.length - 1] - axis[0])
    return [axis[0] - room, axis[axis.length - 1] + room]
  }
  const frame = axes(svg, { x: margin(xs), y: margin(ys), width: SIDE, height: SIDE, left: 40 })
  const map = draw('path', { class: 'contour' })
  frame.body.append(map)
  if (answer.outline) {
    const border = answer.outline.map(([x, y]) => `${frame.X(x).toFixed(1)},${frame.Y(y).toFixed(1)}`)
    frame.body.append(draw('path', { class: 'outline', d: `M${border.join('L')}Z` }))
  }
  const own = answer.losses.length > 1
  const cross = (own ? names : names.slice(0, 1)).map((_, k) => draw('path', { class: `cross ${own ? `tone${k}` : ''}` }))
  const players = names.map((name, k) => {
    const path = draw('path', { class: 'way' })
    const dot = draw('circle', { class: 'dot', r: 7, 'data-learner': name })
    frame.body.append(draw('g', { class: `player tone${k}` }, path, dot))
    return { path, dot }
  })
  frame.body.append(...cross, startRing(state, svg, frame, moveStart))
  let shown = null

  return t => {
    const now = state.answer
    const loss = now.losses[0]
    if (!own) {
      let k = loss.at.findIndex(round => round >= t)
      if (k < 0) k = loss.at.length - 1
      if (loss.values[k] !== shown) {
        shown = loss.values[k]
        const [X, Y] = [steps(xs, frame.X), steps(ys, frame.Y)]
        map.setAttribute('d', levels(shown).map(level => contour(shown, level, X, Y)).join(''))
      }
    }
    cross.forEach((mark, k) => {
      const best = now.learners[names[k]].best
      const i = indexAt(now.t, t)
      const [x, y] = [frame.X(best[0][i]), frame.Y(best[1][i])]
      mark.setAttribute('d', `M${x - 7},${y - 7}l14,14m0,-14l-14,14`)
    })
    names.forEach((name, k) => follow(players[k], now.learners[name].x, t, frame))
  }
}

const steps = (axis, to) => place(0, axis.length - 1, to(axis[0]), to(axis[axis.length - 1]))

function follow({ path, dot }, [xs, ys], t, frame) {
  const every = Math.max(1, Math.ceil(t / PATH))
  const points = []
  for (let i = 0; i < t - 1; i += every) points.push(`${frame.X(xs[i]).toFixed(1)},${frame.Y(ys[i]).toFixed(1)}`)
  const [x, y] = [frame.X(xs[t - 1]), frame.Y(ys[t - 1])]
  points.push(`${x.toFixed(1)},${y.toFixed(1)}`)
  path.setAttribute('d', `M${points.join('L')}`)
  dot.setAttribute('cx', x)
  dot.setAttribute('cy', y)
}

// A ring that is dragged; the sliders called "start" do the same from the keyboard.
function startRing({ answer, bridge }, svg, frame, moveStart) {
  const [x, y] = answer.start
  const ring = draw('circle', { id: 'ring', class: 'ring', cx: frame.X(x), cy: frame.Y(y), r: 11 }, draw('title', {}, 'start: drag me'))
  if (bridge.baked) return ring
  ring.addEventListener('pointerdown', down => {
    down.preventDefault()
    const move = event => {
      const box = svg.getBoundingClientRect()
      const scale = SIDE / box.width
      const [[low, high], [under, over]] = answer.axes.map(axis => [axis[0], axis[axis.length - 1]])
      const back = (value, to, a, b) =>
        +Math.min(Math.max(a + (value - to(a)) / (to(b) - to(a)) * (b - a), a), b).toPrecision(3)
      moveStart([
        back((event.clientX - box.left) * scale, frame.X, low, high),
        back((event.clientY - box.top) * scale, frame.Y, under, over),
      ])
    }
    const stop = () => {
      removeEventListener('pointermove', move)
      removeEventListener('pointerup', stop)
    }
    addEventListener('pointermove', move)
    addEventListener('pointerup', stop)
  })
  return ring
}
