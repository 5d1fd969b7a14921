// Edits of a setting, the plain data that Python is asked to play.

const SHAPES = new Set(['dim', 'radius', 'shape']) // what moves the domain forgets the start

const split = path => {
  const dot = path.lastIndexOf('.')
  return [path.slice(0, dot), path.slice(dot + 1)]
}

export function fieldsAt(setting, owner) {
  if (owner === 'problem') return setting.problem.values
  return setting.learners.find(learner => learner.label === owner)?.values
}

export function put(setting, path, value, start) {
  if (path === 'horizon' || path === 'seed') setting[path] = value
  else if (path === 'problem') chooseProblem(setting, value)
  else {
    const [owner, name] = split(path)
    if (owner === 'start') {
      setting.start = [...(setting.start || start || [])]
      setting.start[+name] = value
    } else {
      if (owner === 'problem' && SHAPES.has(name)) delete setting.start
      const values = fieldsAt(setting, owner)
      if (values) values[name] = value
    }
  }
}

// Whether the game that is shown is one of the setting that is wanted, but for what a slider moves:
// only then its start can be moved, and its curves can be compared with.
export const sameGame = ({ played, setting }) => Boolean(played) && played.preset === setting.preset
  && played.problem.name === setting.problem.name && played.problem.values.dim === setting.problem.values.dim

// The value that a control shows: given, or its default.
export function get({ setting, schema, answer }, path) {
  if (path === 'horizon') return setting.horizon
  if (path === 'seed') return setting.seed ?? 0
  const [owner, name] = split(path)
  if (owner === 'start') return answer?.start[+name]
  const values = fieldsAt(setting, owner)
  if (!values) return undefined
  if (values[name] !== undefined) return values[name]
  const described = owner === 'problem'
    ? schema.problems[setting.problem.name]
    : schema.learners[setting.learners.find(learner => learner.label === owner).name]
  return described.controls.find(control => control.name === name)?.default
}

export function chooseProblem(setting, name) {
  setting.problem = { name, values: {} }
  delete setting.start
}

export function addLearner(setting, schema, name) {
  const { title } = schema.learners[name]
  const taken = new Set(setting.learners.map(learner => learner.label))
  let label = title
  for (let k = 2; taken.has(label); k += 1) label = `${title} ${k}`
  setting.learners.push({ label, name, values: {} })
}

// A key for all of a learner that a search for its worst sequence looks at.
export const searchKey = learner => JSON.stringify([learner.name, { ...learner.values, lr: 0 }])

// A setting from a link, complete enough to be shown; Python checks every value of it.
export function tidy({ problem, learners, ...rest }, schema) {
  if (!Object.hasOwn(schema.problems, problem.name)) throw new Error(`no problem is called “${problem.name}”`)
  const seated = learners.map(({ name, label = name, values = {} }) => {
    if (!Object.hasOwn(schema.learners, name)) throw new Error(`no learner is called “${name}”`)
    return { label: String(label), name, values: { ...values } }
  })
  return { horizon: 200, seed: 0, ...rest, problem: { name: problem.name, values: { ...problem.values } }, learners: seated }
}
