// Scales, ticks and grid of a chart.

import { draw, number } from './dom.js'

export const place = (low, high, from, to) => {
  const span = high - low || 1
  return value => from + (value - low) / span * (to - from)
}

export function ticks(low, high, count) {
  const raw = (high - low || 1) / count
  const power = 10 ** Math.floor(Math.log10(raw))
  const width = [1, 2, 5, 10].find(times => times * power >= raw) * power
  const first = Math.ceil(low / width - 1e-9)
  const last = Math.floor(high / width + 1e-9)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => +((first + k) * width).toPrecision(9))
}

// Whole decades, and where there are few, what lies between.
export function decades(low, high) {
  const all = []
  for (let k = Math.floor(low); k <= Math.ceil(high); k += 1) all.push(k)
  const step = Math.max(1, Math.ceil(all.length / 5))
  return all.filter((k, i) => i % step === 0 && k >= low - 1e-9 && k <= high + 1e-9)
}

// Draw axes into an emptied svg; `x` and `y` are [low, high], logarithms where `log` says so.
// What lies outside of them is cut off in `inner`, and shown in `body`.
export function axes(svg, { x: ends, y, width, height, left = 46, bottom = 20, top = 8, right = 12, logX = false, logY = false }) {
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`)
  const X = place(ends[0], ends[1], left, width - right)
  const Y = place(y[0], y[1], height - bottom, top)
  const grid = draw('g', { class: 'grid', 'aria-hidden': 'true' })
  for (const value of logY ? decades(...y) : ticks(...y, height / 45)) {
    grid.append(
      draw('line', { x1: left, x2: width - right, y1: Y(value), y2: Y(value), class: value === 0 && !logY ? 'zero' : '' }),
      draw('text', { x: left - 6, y: Y(value) + 4, 'text-anchor': 'end' }, number(logY ? 10 ** value : value)))
  }
  for (const value of logX ? decades(...ends) : ticks(...ends, width / 90)) {
    const anchor = X(value) > width - right - 14 ? 'end' : 'middle'
    const x = anchor === 'end' ? width - 2 : X(value)
    grid.append(draw('text', { x, y: height - 4, 'text-anchor': anchor }, number(logX ? 10 ** value : value)))
  }
  const clip = draw('clipPath', { id: `clip-${svg.id}` },
    draw('rect', { x: left, y: top - 2, width: width - left - right, height: height - bottom - top + 4 }))
  const inner = draw('g', { 'clip-path': `url(#clip-${svg.id})` })
  const body = draw('g')
  svg.replaceChildren(clip, grid, inner, body)
  return { X, Y, inner, body, left, right: width - right, top, bottom: height - bottom, width, height }
}

const tenth = value => Math.round(value * 10) / 10 // a tenth of a pixel is enough
const FAR = 2000 // beyond any picture, and still a number that every renderer takes

// A path that keeps the lowest and highest of each of 240 bins: no oscillation is thinned away.
export function trace(xs, ys, X, Y) {
  const n = ys.length
  const width = Math.max(1, Math.ceil(n / 240))
  const parts = []
  const put = i => {
    const y = Y(ys[i])
    if (Number.isFinite(y)) parts.push(`${tenth(X(xs[i]))},${tenth(Math.min(Math.max(y, -FAR), FAR))}`)
  }
  for (let a = 0; a < n; a += width) {
    let low = a
    let high = a
    for (let i = a; i < Math.min(a + width, n); i += 1) {
      if (ys[i] < ys[low]) low = i
      if (ys[i] > ys[high]) high = i
    }
    put(Math.min(low, high))
    if (low !== high) put(Math.max(low, high))
  }
  return parts.length ? `M${parts.join('L')}` : ''
}
