// A reply of Python: a JSON head, and the numbers behind it, looked at where they lie.

export function unpack(buffer) {
  const length = new DataView(buffer).getUint32(0, true)
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length)))
  const Numbers = head.kind === '<f4' ? Float32Array : Float64Array
  const numbers = new Numbers(buffer, 8 + length)

  function block(start, sides) {
    if (sides.length === 1) return numbers.subarray(start, start + sides[0])
    const [count, ...rest] = sides
    const size = rest.reduce((product, side) => product * side, 1)
    return Array.from({ length: count }, (_, k) => block(start + k * size, rest))
  }

  function settle(part) {
    if (Array.isArray(part)) return part.map(settle)
    if (part === null || typeof part !== 'object') return part
    if (part['@']) return block(part['@'][0], part['@'].slice(1))
    return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, settle(value)]))
  }

  return settle(head.value)
}

// An exported page carries the same reply, compressed and in base64.
export async function inflate(text) {
  const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0))
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  return unpack(await new Response(stream).arrayBuffer())
}
