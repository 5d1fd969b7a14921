// Positions of a slider and the values that they stand for.

export const POSITIONS = 200
const SPAN = 4 // decades of 1 − value on a slider that is resolved near 1

const short = (value, digits = 3) => +value.toPrecision(digits)

export function valueAt(control, position) {
  const share = position / POSITIONS
  const { low, high, scale, whole } = control
  if (whole) return Math.round(low + share * (high - low))
  if (scale === 'log') return short(low * (high / low) ** share)
  if (scale === 'tail') return share === 0 ? low : short(1 - short(10 ** (-SPAN * share), 2), 6)
  return short(+(low + share * (high - low)).toFixed(9))
}

export function positionOf(control, value) {
  const { low, high, scale } = control
  let share = (value - low) / (high - low)
  if (scale === 'log') share = value > 0 ? Math.log(value / low) / Math.log(high / low) : 0
  if (scale === 'tail') share = value < 1 ? -Math.log10(1 - value) / SPAN : 1
  return Math.round(Math.min(Math.max(share, 0), 1) * POSITIONS)
}

// An exported page has a few values only: the nearest of them.
export function nearest(stops, control, value) {
  const place = positionOf(control, value)
  const away = stop => Math.abs(positionOf(control, stop) - place)
  return stops.reduce((best, stop) => (away(stop) < away(best) ? stop : best))
}
