// The settings: the problem, each learner, and what they share.

import { $, make } from './dom.js'
import { controlFor } from './controls.js'

const SECOND = new Set(['eps', 'beta1_decay', 'radius', 'scale', 'weight_decay', 'final_lr', 'shape', 'gradients'])

// `act` holds what the page can do: change(path, value), add(name), remove(label), problem(name).
export function buildPanel(state, act) {
  const { schema, setting, bridge } = state
  const baked = bridge.baked
  const stops = path => (baked ? bridge.stops(path) : null)
  const open = new Set([...document.querySelectorAll('#panel details[open]')].map(d => d.dataset.of))
  const chosen = $('adder')?.value || 'amsgrad'
  const parts = [common(state, act, baked), problemGroup(state, act, stops, open)]
  setting.learners.forEach((learner, k) => {
    parts.push(learnerGroup(state, act, learner, k, stops, open))
  })
  if (!baked && setting.learners.length < schema.limits.learners) parts.push(adder(schema, act, chosen))
  if (baked) parts.push(make('p', { class: 'dim small' },
    'This file plays without a server. Each learner’s controls move one at a time, over the positions that were played for it.'))
  $('panel').replaceChildren(...parts)
}

function group(title, tone, more, ...children) {
  const legend = make('h3', { class: tone }, title, more)
  return make('section', { class: `group ${tone}` }, legend, ...children)
}

function fieldsOf(owner, path, described, values, act, stops, open) {
  const first = []
  const second = []
  for (const control of described.controls) {
    const value = values[control.name] ?? control.default
    const where = `${path}.${control.name}`
    const field = controlFor(where, owner, control, value, act.change, stops(where))
    ;(SECOND.has(control.name) ? second : first).push(field)
  }
  if (!second.length) return first
  const more = make('details', { 'data-of': path, open: open.has(path) }, make('summary', {}, 'more'), ...second)
  return [...first, more]
}

function common({ schema, setting }, act, baked) {
  const length = {
    name: 'horizon', kind: 'slider', low: 1, high: schema.limits.horizon, whole: true,
    scale: 'linear', default: 200, allowed: `1 to ${schema.limits.horizon} rounds`,
  }
  const seed = { name: 'seed', kind: 'slider', low: 0, high: 20, whole: true, scale: 'linear', default: 0 }
  const none = baked ? [] : null
  return group('Game', '', null,
    controlFor('horizon', 'game', length, setting.horizon, act.change, none),
    controlFor('seed', 'game', seed, setting.seed ?? 0, act.change, none))
}

function problemGroup(state, act, stops, open) {
  const { schema, setting, bridge } = state
  const { name, values } = setting.problem
  const described = schema.problems[name]
  const options = Object.entries(schema.problems).map(([key, one]) =>
    make('option', { value: key, selected: key === name }, one.title))
  const select = make('select', {
    id: 'problem', 'aria-label': 'Problem', disabled: Boolean(bridge.baked),
    onchange: event => act.problem(event.target.value),
  }, ...options)
  return group('Problem', '', null, select, make('p', { class: 'dim small' }, described.about),
    make('div', { id: 'start' }), ...fieldsOf('problem', 'problem', described, values, act, stops, open))
}

// The start is a point of the domain, so its sliders depend on the game.
export function showStart({ answer, bridge }, act) {
  const key = JSON.stringify(answer.axes.map(axis => [axis[0], axis[axis.length - 1]]))
  if ($('start').dataset.key === key) return
  $('start').dataset.key = key
  $('start').replaceChildren(...answer.axes.map((axis, i) => {
    const [low, high] = [axis[0], axis[axis.length - 1]]
    const name = answer.axes.length === 1 ? 'start' : `start ${'xy'[i]}`
    const control = { name, kind: 'slider', low, high, scale: 'linear', whole: false, default: answer.start[i] }
    return controlFor(`start.${i}`, 'game', control, answer.start[i], act.change, bridge.baked ? [] : null)
  }))
}

function learnerGroup(state, act, learner, k, stops, open) {
  const { schema, setting, bridge } = state
  const described = schema.learners[learner.name]
  const remove = setting.learners.length > 1 && !bridge.baked
    ? make('button', { type: 'button', class: 'quiet', 'aria-label': `Remove ${learner.label}`, onclick: () => act.remove(learner.label) }, '×')
    : null
  const source = make('details', { 'data-of': `source.${learner.label}`, open: open.has(`source.${learner.label}`) },
    make('summary', {}, 'its step, in Python'), make('pre', { tabindex: 0 }, described.source))
  const fields = fieldsOf(learner.label, learner.label, described, learner.values, act, stops, open)
  return group(learner.label, `tone${k}`, remove, make('p', { class: 'dim small' }, described.about),
    ...fields, make('div', { class: 'advice', 'data-advice': learner.label }), source)
}

function adder(schema, act, chosen) {
  const options = Object.entries(schema.learners).map(([name, one]) => make('option', { value: name }, one.title))
  const select = make('select', { id: 'adder', 'aria-label': 'A learner to add' }, ...options)
  select.value = chosen // the choice stays: Add twice adds two of a kind
  const button = make('button', { type: 'button', id: 'add', onclick: () => act.add(select.value) }, 'Add')
  return make('section', { class: 'group adder' }, select, button)
}
