// One control for each field of a dataclass, as Python describes it.

import { exact, make } from './dom.js'
import { POSITIONS, nearest, positionOf, valueAt } from './slider.js'

const LETTERS = {
  beta1: 'β₁', beta2: 'β₂', lr: 'learning rate', eps: 'ε', bias_correction: 'bias correction',
  beta1_decay: 'β₁ decay', dim: 'dimensions', big: 'large slope', final_lr: 'final rate',
  weight_decay: 'weight decay', gradients: 'slopes', mu: 'μ',
}

export const wordFor = name => LETTERS[name] || name.replaceAll('_', ' ')

// `where` is the control's path, `label.field`; `moved(path, value)` is called at every change.
export function controlFor(where, owner, control, value, moved, stops) {
  const id = `c-${where.replace(/[^\w.]/g, '_')}`
  const name = `${owner}: ${wordFor(control.name)}`
  const frozen = stops !== null && stops.length < 2
  const parts = { id, name, where, control, value, moved, stops, frozen }
  const field = { slider, switch: toggle, choice, numbers }[control.kind](parts)
  const label = make('label', { for: id }, wordFor(control.name))
  return make('div', { class: `control ${control.kind}`, 'data-path': where }, label, ...field)
}

function slider({ id, name, where, control, value, moved, stops, frozen }) {
  const range = make('input', {
    id, type: 'range', min: 0, max: POSITIONS, step: 1, 'aria-label': name, disabled: frozen,
    'data-where': where,
  })
  const box = make('input', {
    type: 'number', step: 'any', 'aria-label': `${name}, as a number`, title: control.allowed || '',
    disabled: stops !== null, 'data-box': where,
  })
  if (control.whole) {
    range.min = control.low
    range.max = control.high
  }
  const toValue = () => (control.whole ? +range.value : valueAt(control, +range.value))
  const show = (now, place = true) => {
    if (place) range.value = control.whole ? now : positionOf(control, now)
    box.value = exact(now)
    range.setAttribute('aria-valuetext', exact(now))
  }
  show(value)
  range.show = now => now !== undefined && document.activeElement !== box && show(now)
  range.addEventListener('input', () => {
    const now = stops ? nearest(stops, control, toValue()) : toValue()
    show(now, Boolean(stops))
    moved(where, now)
  })
  box.addEventListener('change', () => {
    if (box.value === '' || !Number.isFinite(+box.value)) return show(control.default)
    show(+box.value)
    moved(where, +box.value)
  })
  return [range, box]
}

function toggle({ id, name, where, value, moved, frozen }) {
  const box = make('input', {
    id, type: 'checkbox', 'aria-label': name, checked: value, disabled: frozen,
    'data-where': where, onchange: event => moved(where, event.target.checked),
  })
  box.show = now => { box.checked = now }
  return [box]
}

function choice({ id, name, where, control, value, moved, frozen }) {
  const options = control.options.map(word => make('option', { value: word, selected: word === value }, word))
  const select = make('select', {
    id, 'aria-label': name, disabled: frozen, 'data-where': where,
    onchange: event => moved(where, event.target.value),
  }, ...options)
  select.show = now => { select.value = now }
  return [select]
}

function numbers({ id, name, where, value, moved, stops }) {
  const area = make('textarea', {
    id, rows: 2, spellcheck: 'false', 'aria-label': `${name}, separated by commas`,
    disabled: stops !== null, 'data-where': where,
    onchange: () => {
      const list = area.value.split(/[\s,;]+/).filter(Boolean).map(Number)
      const good = list.length > 0 && list.every(Number.isFinite)
      area.setAttribute('aria-invalid', String(!good))
      if (good) moved(where, list)
    },
  })
  area.show = now => { area.value = now.map(exact).join(', ') }
  area.show(value)
  return [area]
}
