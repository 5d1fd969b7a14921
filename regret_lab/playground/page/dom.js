// Small hands for the document: elements, numbers as text, words for screen readers.

const SVG = 'http://www.w3.org/2000/svg'

export const $ = id => document.getElementById(id)

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value)
    else if (name in node && typeof value === 'boolean') node[name] = value
    else if (value !== undefined && value !== null) node.setAttribute(name, value)
  }
  node.append(...children.filter(child => child !== null && child !== undefined))
  return node
}

export const make = (tag, attributes = {}, ...children) =>
  fill(document.createElement(tag), attributes, children)

export const draw = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS(SVG, tag), attributes, children)

// Four significant digits, as short as they come.
export function number(value) {
  if (value === undefined || value === null || Number.isNaN(value)) return '–'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞'
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(2).replace(/\.?0*e\+?/, 'e')
  return String(+value.toPrecision(4))
}

// A number as it has to be typed to be meant exactly.
export const exact = value => String(+value.toPrecision(12))

export const quiet = matchMedia('(prefers-reduced-motion: reduce)')

let spoken = 0
export function announce(text) {
  clearTimeout(spoken)
  spoken = setTimeout(() => { $('live').textContent = text }, 200)
}

export function later(delay, action) {
  let timer = 0
  return (...words) => {
    clearTimeout(timer)
    timer = setTimeout(() => action(...words), delay)
  }
}
