// Lines of equal height on an even grid: marching squares.

// `rows[j][i]` is the height at the i-th x and the j-th y; returns a path in grid coordinates.
export function contour(rows, level, X, Y) {
  const parts = []
  const cross = (a, b) => (level - a) / (b - a)
  for (let j = 0; j + 1 < rows.length; j += 1) {
    for (let i = 0; i + 1 < rows[j].length; i += 1) {
      const [a, b, c, d] = [rows[j][i], rows[j][i + 1], rows[j + 1][i + 1], rows[j + 1][i]]
      const ends = []
      if (a < level !== b < level) ends.push([i + cross(a, b), j])
      if (b < level !== c < level) ends.push([i + 1, j + cross(b, c)])
      if (d < level !== c < level) ends.push([i + cross(d, c), j + 1])
      if (a < level !== d < level) ends.push([i, j + cross(a, d)])
      for (let k = 0; k + 1 < ends.length; k += 2) {
        const [[x1, y1], [x2, y2]] = [ends[k], ends[k + 1]]
        parts.push(`M${X(x1).toFixed(1)},${Y(y1).toFixed(1)}L${X(x2).toFixed(1)},${Y(y2).toFixed(1)}`)
      }
    }
  }
  return parts.join('')
}

// Levels that lie closer together near the lowest point.
export function levels(rows, count = 14) {
  let [low, high] = [Infinity, -Infinity]
  for (const row of rows) {
    for (const value of row) {
      low = Math.min(low, value)
      high = Math.max(high, value)
    }
  }
  return Array.from({ length: count }, (_, k) => low + (high - low) * ((k + 0.6) / count) ** 1.8)
}
